using ArchitectAnalyzers.Rules.Database;

namespace ArchitectAnalyzers.CodeFixes.Database;

/// <summary>Asks whether the app runs in Development, where that can be asked; or takes the call out.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(SensitiveDataLoggingFix))]
public sealed class SensitiveDataLoggingFix() : RuleFix(SensitiveDataLogging.Descriptor)
{
    private protected override IEnumerable<FixPlan> Plans(FixSite site)
    {
        if (site.Call() is not { ContainsDirectives: false, Expression: MemberAccessExpressionSyntax member } call) yield break;
        if (Question(call, site) is { } question)
        {
            yield return FixPlan.Replace("Log values in Development only", "ARCH2204:development", call, current => current is InvocationExpressionSyntax made
                ? made.WithArgumentList(made.ArgumentList.WithArguments(SingletonSeparatedList(Argument(ParseExpression(question))))) : current,
                    "Microsoft.Extensions.Hosting");
        }

        if (member.Expression is InvocationExpressionSyntax)
        {
            yield return FixPlan.Replace("Never log values", "ARCH2204:never", call, current =>
                current is InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Expression: var receiver } }
                ? receiver.WithTrailingTrivia(current.GetTrailingTrivia()) : current);
        }
        else if (call.Parent is ExpressionStatementSyntax { Parent: BlockSyntax, ContainsDirectives: false } statement)
        {
            yield return new FixPlan("Never log values", "ARCH2204:never", editor => editor.RemoveNode(statement, SyntaxRemoveOptions.KeepNoTrivia));
        }
    }

    // env.IsDevelopment(), of what is in scope: an environment, or something that has one.
    private static string? Question(InvocationExpressionSyntax call, FixSite site)
    {
        if (site.Facts[KnownType.IHostEnvironment] is not { } environment) return null;
        string? indirect = null;
        foreach (var symbol in site.Semantics.LookupSymbols(call.SpanStart))
        {
            if (TypeOf(symbol) is not { } type || !IsReadable(symbol, call)) continue;
            if (type.IsA(environment)) return symbol.Name + ".IsDevelopment()";
            foreach (var name in new[] { "Environment", "HostingEnvironment" })
            {
                if (type.GetMembers(name).OfType<IPropertySymbol>().FirstOrDefault() is { } property && property.Type.IsA(environment))
                    indirect ??= $"{symbol.Name}.{name}.IsDevelopment()";
            }
        }

        return indirect;
    }

    private static ITypeSymbol? TypeOf(ISymbol symbol) => symbol switch
    {
        ILocalSymbol local => local.Type,
        IParameterSymbol parameter => parameter.Type,
        IFieldSymbol field => field.Type,
        IPropertySymbol { Parameters.IsEmpty: true } property => property.Type,
        _ => null,
    };

    // A local must have been declared, and given its value, before.
    private static bool IsReadable(ISymbol symbol, SyntaxNode place) => symbol is not ILocalSymbol
        || symbol.DeclaringSyntaxReferences.All(declared => declared.SyntaxTree == place.SyntaxTree && declared.Span.End < place.SpanStart);
}
