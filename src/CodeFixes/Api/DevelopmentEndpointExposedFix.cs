using ArchitectAnalyzers.Rules.Api;

namespace ArchitectAnalyzers.CodeFixes.Api;

/// <summary>Puts the call, and those for developers right beside it, under a check of the environment.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(DevelopmentEndpointExposedFix))]
public sealed class DevelopmentEndpointExposedFix() : RuleFix(DevelopmentEndpointExposed.Descriptor, FixSafety.ChangesBehaviour)
{
    private protected override IEnumerable<FixPlan> Plans(FixSite site)
    {
        if (site[DevelopmentEndpointExposed.Everywhere] is null || site.Call() is not { } call) yield break;
        if (call.FirstAncestorOrSelf<ExpressionStatementSyntax>() is not { } statement) yield break;
        SyntaxNode member = statement.Parent is GlobalStatementSyntax global ? global : statement;
        if (member.Parent is not { } owner || StatementPlace.Of(owner) is not { } statements || !IsForDevelopers(member)) yield break;
        if (Check(call, site) is not { } check) yield break;

        var at = statements.TakeWhile(other => other != member).Count();
        var (first, last) = (at, at);
        while (first > 0 && IsForDevelopers(statements[first - 1])) first--;
        while (last + 1 < statements.Count && IsForDevelopers(statements[last + 1])) last++;
        var group = statements.Skip(first).Take(last - first + 1).ToArray();
        if (group.Any(each => each.ContainsDirectives || IsVerbatim(each)) || !new StatementPlace(owner, first).IsBetweenLines
            || !new StatementPlace(owner, last + 1).IsBetweenLines) yield break;

        var guarded = Guarded(check, group);
        yield return new("Call it in Development only (production no longer serves it)", "ARCH3009", editor => editor.ReplaceNode(owner, (current, _) =>
            current is BlockSyntax block
                ? block.WithStatements(List(block.Statements.Take(first).Append(guarded).Concat(block.Statements.Skip(last + 1))))
                : ((CompilationUnitSyntax)current).WithMembers(List(((CompilationUnitSyntax)current).Members.Take(first)
                    .Append(GlobalStatement(guarded)).Concat(((CompilationUnitSyntax)current).Members.Skip(last + 1))))));
    }

    // A statement of which each step serves developers; what follows on the result (WithName, CacheOutput) is part of it.
    private static bool IsForDevelopers(SyntaxNode member)
    {
        if (member is GlobalStatementSyntax { Statement: var inner }) member = inner;
        if (member is not ExpressionStatementSyntax { Expression: InvocationExpressionSyntax call }) return false;
        var any = false;
        for (ExpressionSyntax? step = call; step is InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax access }; step = access.Expression)
        {
            var name = access.Name.Identifier.ValueText;
            if (DevelopmentEndpointExposed.IsForDevelopers(name)) any = true;
            else if (name.StartsWith("Use", StringComparison.Ordinal) || name.StartsWith("Map", StringComparison.Ordinal)) return false;
        }

        return any;
    }

    // app.Environment.IsDevelopment(), or that of an environment in scope.
    private static string? Check(InvocationExpressionSyntax call, FixSite site)
    {
        ExpressionSyntax receiver = call;
        while (receiver is InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax access }) receiver = access.Expression;
        var boolean = site.Semantics.Compilation.GetSpecialType(SpecialType.System_Boolean);
        var names = site.Semantics.LookupSymbols(call.SpanStart)
            .Where(symbol => symbol switch
            {
                IParameterSymbol parameter => IsEnvironment(parameter.Type),
                ILocalSymbol local => IsEnvironment(local.Type),
                IFieldSymbol field => IsEnvironment(field.Type),
                IPropertySymbol property => IsEnvironment(property.Type),
                _ => false,
            })
            .Select(symbol => symbol.Name)
            .OrderBy(name => name, StringComparer.Ordinal)
            .AsEnumerable();
        if (site.Facts.Is(site.Semantics.GetTypeInfo(receiver, site.CancellationToken).Type, KnownType.WebApplication))
            names = names.Prepend(receiver + ".Environment");
        return names.Select(environment => environment + ".IsDevelopment()")
            .FirstOrDefault(check => site.Binds(call.SpanStart, ParseExpression(check), boolean));

        bool IsEnvironment(ITypeSymbol type) => type.IsA(site.Facts[KnownType.IHostEnvironment]);
    }

    private static StatementSyntax Guarded(string check, SyntaxNode[] group)
    {
        var leading = group[0].GetLeadingTrivia();
        var indent = leading.LastOrDefault() is { RawKind: (int)SyntaxKind.WhitespaceTrivia } space ? space.ToString() : "";
        var step = indent.Contains('\t') ? "\t" : "    ";
        var text = string.Concat(group.Select((each, index) =>
            index == 0 ? indent + each.ToFullString().Substring(each.GetLeadingTrivia().FullSpan.Length) : each.ToFullString()));
        var lines = text.TrimEnd().Split('\n').Select(line => line.TrimEnd('\r')).Select(line => line.Length == 0 ? line : step + line);
        return ParseStatement($"if ({check})\n{indent}{{\n{string.Join("\n", lines)}\n{indent}}}")
            .WithLeadingTrivia(leading)
            .WithTrailingTrivia(LineFeed);
    }

    private static bool IsVerbatim(SyntaxNode statement) =>
        statement.DescendantTokens().Any(token => token.Span.Length > 0 && token.ToString().Contains('\n'));
}
