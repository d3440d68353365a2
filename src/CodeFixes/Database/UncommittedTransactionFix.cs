using ArchitectAnalyzers.Rules.Database;

namespace ArchitectAnalyzers.CodeFixes.Database;

/// <summary>Commits at the end of the block that begins the transaction, or puts the transaction in a <c>using</c>.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(UncommittedTransactionFix))]
public sealed class UncommittedTransactionFix : RuleFix
{
    private const string Key = "ARCH2203";

    /// <summary>The fix of <see cref="UncommittedTransaction"/>.</summary>
    public UncommittedTransactionFix() : base(UncommittedTransaction.Descriptor, FixSafety.ChangesBehaviour) { }

    private protected override IEnumerable<FixPlan> Plans(FixSite site)
    {
        if (site.Enclosing<LocalDeclarationStatementSyntax>() is not { Declaration.Variables: { Count: 1 } variables, Parent: BlockSyntax block } local)
            yield break;
        var plan = site[UncommittedTransaction.Remedy] switch
        {
            UncommittedTransaction.Commit => Commit(site, local, variables[0].Identifier.Text, block),
            UncommittedTransaction.Dispose => Dispose(site, local),
            _ => null,
        };
        if (plan is not null) yield return plan;
    }

    private static FixPlan? Commit(FixSite site, LocalDeclarationStatementSyntax local, string name, BlockSyntax block)
    {
        if (site.Semantics.GetDeclaredSymbol(local.Declaration.Variables[0], site.CancellationToken) is not ILocalSymbol { Type: var type }) return null;

        // A return in the middle would go without; one at the end that does work would do it after the commit.
        if (block.DescendantNodes(n => n is not (AnonymousFunctionExpressionSyntax or LocalFunctionStatementSyntax)).OfType<ReturnStatementSyntax>()
            .Any(r => r.Parent != block)) return null;
        var last = block.Statements.Last();
        var index = block.Statements.Count;
        if (last is ReturnStatementSyntax end)
        {
            if (end.Expression is not (null or IdentifierNameSyntax or LiteralExpressionSyntax or MemberAccessExpressionSyntax)
                && !IsAnswer(end.Expression, site)) return null;
            index--;
        }
        else if (last is ThrowStatementSyntax)
        {
            return null;
        }

        if (!new StatementPlace(block, index).IsBetweenLines) return null;
        var isAsync = Functions.FunctionNode(local) is { } function && Functions.IsAsync(function) && Functions.AllowsAwait(last);
        var method = Has(type, "Complete") ? "Complete" : isAsync && Has(type, "CommitAsync") ? "CommitAsync" : Has(type, "Commit") ? "Commit" : null;
        if (method is null) return null;

        // The token that the transaction was begun with, if it has one.
        var begin = local.Declaration.Variables[0].Initializer!.Value.DescendantNodesAndSelf().OfType<InvocationExpressionSyntax>()
            .FirstOrDefault(call => CallShapes.NameNode(call).ToString() == "BeginTransactionAsync");
        var token = method == "CommitAsync" && begin?.ArgumentList.Arguments.LastOrDefault()?.Expression is IdentifierNameSyntax argument
            && site.Semantics.GetTypeInfo(argument, site.CancellationToken).Type is { Name: nameof(CancellationToken) } ? argument.Identifier.Text : "";
        var statement = method == "CommitAsync" ? $"await {name}.CommitAsync({token});" : $"{name}.{method}();";
        return FixPlan.Replace("Commit at the end (what was rolled back so far is kept)", Key, block, current =>
            current is BlockSyntax { Statements: var statements } now
                ? StatementPlace.Inserted(now, statements.LastOrDefault() is ReturnStatementSyntax ? statements.Count - 1 : statements.Count, statement)
                : current);
    }

    // return Results.Ok(id); return new Receipt(id): made of what is there, without work of its own.
    private static bool IsAnswer(ExpressionSyntax value, FixSite site)
    {
        if (value.DescendantNodes().Any(n => n is AwaitExpressionSyntax or InvocationExpressionSyntax)) return false;
        return value is BaseObjectCreationExpressionSyntax
            || value is InvocationExpressionSyntax
            && site.Semantics.GetSymbolInfo(value, site.CancellationToken).Symbol is { ContainingType.Name: "Results" or "TypedResults" or "ControllerBase" };
    }

    private static FixPlan? Dispose(FixSite site, LocalDeclarationStatementSyntax local)
    {
        if (site.Root.SyntaxTree.Options is not CSharpParseOptions { LanguageVersion: >= LanguageVersion.CSharp8 } || local.UsingKeyword != default
            || local.Modifiers.Count > 0) return null;
        if (site.Semantics.GetDeclaredSymbol(local.Declaration.Variables[0], site.CancellationToken) is not ILocalSymbol { Type: var type }) return null;
        return UsingDeclarations.Plan(site, local, type, "Dispose of it with", Key);
    }

    private static bool Has(ITypeSymbol type, string name)
    {
        for (var t = type; t is not null; t = t.BaseType)
            if (t.GetMembers(name).OfType<IMethodSymbol>().Any()) return true;
        return type.AllInterfaces.Any(contract => contract.GetMembers(name).OfType<IMethodSymbol>().Any());
    }
}
