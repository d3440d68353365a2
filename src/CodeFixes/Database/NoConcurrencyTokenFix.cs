using ArchitectAnalyzers.Rules.Database;

namespace ArchitectAnalyzers.CodeFixes.Database;

/// <summary>Gives the entity a row version. Offered where the entity is declared in the same file.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(NoConcurrencyTokenFix))]
public sealed class NoConcurrencyTokenFix() : RuleFix(NoConcurrencyToken.Descriptor, FixSafety.ChangesBehaviour)
{
    private protected override IEnumerable<FixPlan> Plans(FixSite site)
    {
        if (site.Call() is not { } call || Entity(call, site) is not { } entity || entity.GetMembers("RowVersion").Any()) yield break;
        if (entity.DeclaringSyntaxReferences is not { Length: 1 } declared || declared[0].SyntaxTree != site.Root.SyntaxTree
            || declared[0].GetSyntax(site.CancellationToken) is not ClassDeclarationSyntax { ContainsDirectives: false, Members.Count: > 0 } type) yield break;
        if (!site.CanName(type.SpanStart, ("TimestampAttribute", "System.ComponentModel.DataAnnotations"))) yield break;

        var last = type.Members.Last();
        var indent = last.GetLeadingTrivia().LastOrDefault() is { RawKind: (int)SyntaxKind.WhitespaceTrivia } space ? space.ToString() : "";
        if (!last.GetTrailingTrivia().Any(SyntaxKind.EndOfLineTrivia)) yield break;
        yield return FixPlan.Replace("Give it a row version (adds a column; a lost race throws)", NoConcurrencyToken.Descriptor.Id, type, current =>
        {
            var property = ParseMemberDeclaration($"\n{indent}[Timestamp]\n{indent}public byte[] RowVersion {{ get; set; }} = null!;\n")!;
            return ((ClassDeclarationSyntax)current).AddMembers(property);
        }, "System.ComponentModel.DataAnnotations");
    }

    private static INamedTypeSymbol? Entity(InvocationExpressionSyntax call, FixSite site)
    {
        var type = site.Semantics.GetTypeInfo(call, site.CancellationToken).Type as INamedTypeSymbol;
        return type is { Name: "Task" or "ValueTask", TypeArguments: { Length: 1 } result } ? result[0] as INamedTypeSymbol : type;
    }
}
