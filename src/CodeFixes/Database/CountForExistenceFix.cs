using ArchitectAnalyzers.Rules.Database;

namespace ArchitectAnalyzers.CodeFixes.Database;

/// <summary><c>Count(…) > 0</c> becomes <c>Any(…)</c>, <c>Count(…) == 0</c> becomes <c>!Any(…)</c>; predicate, token and await stay.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(CountForExistenceFix))]
public sealed class CountForExistenceFix : RuleFix
{
    public CountForExistenceFix() : base(CountForExistence.Descriptor) { }

    private protected override IEnumerable<FixPlan> Plans(FixSite site)
    {
        if (site.Call() is not { } syntax || site.Semantics.GetOperation(syntax, site.CancellationToken) is not IInvocationOperation count) yield break;
        if (Existence.Of(count) is not { IsDirect: true } existence || existence.Test.Syntax is not ExpressionSyntax test
            || Operand(test, syntax) is not { } operand) yield break;

        // A comment by the number would be lost.
        if (!QueryEdits.IsPlain(test, test.SpanStart, operand.SpanStart) || !QueryEdits.IsPlain(test, operand.Span.End, test.Span.End)) yield break;
        if (QueryEdits.Compiles(test) is not { } trial) yield break;
        var (isNegated, isLeft) = (existence.IsNegated, operand.SpanStart == test.SpanStart);
        var name = count.TargetMethod.Name.EndsWith("Async", StringComparison.Ordinal) ? "AnyAsync" : "Any";
        yield return new FixPlan($"Use '{name}'", CountForExistence.Descriptor.Id, new[]
        {
            new NodeEdit(CallShapes.NameNode(syntax),
                current => current is SimpleNameSyntax old ? old.WithIdentifier(Identifier(name).WithTriviaFrom(old.Identifier)) : current),
            new NodeEdit(test, current => Part(current, isLeft) is { } now ? Tested(now, isNegated).WithTriviaFrom(current) : current),
        }) { Trial = trial };
    }

    // The side of the comparison that has the count.
    private static ExpressionSyntax? Operand(ExpressionSyntax test, InvocationExpressionSyntax count) => test switch
    {
        BinaryExpressionSyntax binary => binary.Left.Span.Contains(count.Span) ? binary.Left : binary.Right,
        IsPatternExpressionSyntax pattern => pattern.Expression,
        _ => null,
    };

    private static ExpressionSyntax? Part(SyntaxNode test, bool isLeft) => test switch
    {
        BinaryExpressionSyntax binary => isLeft ? binary.Left : binary.Right,
        IsPatternExpressionSyntax pattern => pattern.Expression,
        _ => null,
    };

    private static ExpressionSyntax Tested(ExpressionSyntax value, bool isNegated)
    {
        while (value is ParenthesizedExpressionSyntax { Expression: InvocationExpressionSyntax or AwaitExpressionSyntax } parenthesized)
            value = parenthesized.Expression;
        value = value.WithoutTrivia();
        return isNegated ? PrefixUnaryExpression(SyntaxKind.LogicalNotExpression, value) : value;
    }
}
