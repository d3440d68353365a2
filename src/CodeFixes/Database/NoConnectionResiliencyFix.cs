using ArchitectAnalyzers.Rules.Database;

namespace ArchitectAnalyzers.CodeFixes.Database;

/// <summary>Turns the provider's retries on.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(NoConnectionResiliencyFix))]
public sealed class NoConnectionResiliencyFix() : RuleFix(NoConnectionResiliency.Descriptor, FixSafety.ChangesBehaviour)
{
    private const string Retry = "EnableRetryOnFailure";

    private protected override IEnumerable<FixPlan> Plans(FixSite site)
    {
        if (site.Call() is not { ArgumentList: { ContainsDirectives: false } list } call) yield break;
        var lambda = list.Arguments.Select(argument => argument.Expression).OfType<LambdaExpressionSyntax>().LastOrDefault();
        var (node, edit) = lambda is null ? (call, Appended(call, site)) : InLambda(lambda);
        if (edit is null || Check.Edited(site, editor => editor.ReplaceNode(node, (current, _) => edit(current)), Array.Empty<string>(),
            Array.Empty<SyntaxNode>(), new SyntaxAnnotation()) is null) yield break;
        yield return FixPlan.Replace("Retry on failure (transactions by hand then need an execution strategy)", NoConnectionResiliency.Descriptor.Id,
            node, edit);
    }

    private static Func<SyntaxNode, SyntaxNode>? Appended(InvocationExpressionSyntax call, FixSite site)
    {
        var preferred = (CallShapes.NameNode(call) as SimpleNameSyntax)?.Identifier.ValueText switch { "UseSqlServer" => "sql", "UseNpgsql" => "npgsql",
            _ => "mysql" };
        var name = new[] { preferred, preferred + "Options" }.FirstOrDefault(n => site.Semantics.LookupSymbols(call.SpanStart, name: n).IsEmpty);
        if (name is null || call.ArgumentList.Arguments.Any(argument => argument.NameColon is not null)) return null;
        return current =>
        {
            var made = (InvocationExpressionSyntax)current;
            var argument = Argument(ParseExpression($"{name} => {name}.{Retry}()"));
            return made.WithArgumentList(made.ArgumentList.Arguments.Count == 0 ? made.ArgumentList.AddArguments(argument)
                : made.ArgumentList.WithArguments(SeparatedLists.Append(made.ArgumentList.OpenParenToken, made.ArgumentList.Arguments, argument)));
        };
    }

    private static (SyntaxNode Node, Func<SyntaxNode, SyntaxNode>? Edit) InLambda(LambdaExpressionSyntax lambda)
    {
        var parameter = lambda switch
        {
            SimpleLambdaExpressionSyntax simple => simple.Parameter.Identifier.Text,
            ParenthesizedLambdaExpressionSyntax { ParameterList.Parameters: { Count: 1 } parameters } => parameters[0].Identifier.Text,
            _ => "_",
        };
        return lambda.Body switch
        {
            BlockSyntax block when parameter != "_" && new StatementPlace(block, block.Statements.Count).IsBetweenLines =>
                (block, current => StatementPlace.Inserted(current, ((BlockSyntax)current).Statements.Count, $"{parameter}.{Retry}();")),
            InvocationExpressionSyntax body => (body, current => ParseExpression($"{current.WithoutTrivia()}.{Retry}()").WithTriviaFrom(current)),
            _ => (lambda, null),
        };
    }
}
