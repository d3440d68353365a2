using ArchitectAnalyzers.Rules.Database;

namespace ArchitectAnalyzers.CodeFixes.Database;

/// <summary>A day becomes a range; a comparison of lowered text becomes one of text.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(NonSargablePredicateFix))]
public sealed class NonSargablePredicateFix : RuleFix
{
    public NonSargablePredicateFix() : base(NonSargablePredicate.Descriptor) { }

    private protected override IEnumerable<FixPlan> Plans(FixSite site)
    {
        var name = site.Node.FirstAncestorOrSelf<SimpleNameSyntax>();
        if (name?.Parent is not MemberAccessExpressionSyntax access || access.Name != name) return Array.Empty<FixPlan>();
        return name.Identifier.ValueText switch
        {
            "Date" => Day(site, access),
            "ToLower" or "ToUpper" or "ToLowerInvariant" or "ToUpperInvariant" => Text(site, access, name.Identifier.ValueText),
            _ => Array.Empty<FixPlan>(),
        };
    }

    // o.Created.Date == day: from that midnight to the next.
    private static IEnumerable<FixPlan> Day(FixSite site, MemberAccessExpressionSyntax access)
    {
        if (access.Parent is not BinaryExpressionSyntax binary || !QueryEdits.IsPlain(binary, binary.SpanStart, binary.Span.End)) yield break;
        var isLeft = binary.Left == access;
        var (column, day) = (access.Expression.WithoutTrivia(), (isLeft ? binary.Right : binary.Left).WithoutTrivia());
        if (!IsRepeatable(day) || site.Semantics.GetTypeInfo(isLeft ? binary.Right : binary.Left,
            site.CancellationToken).Type is not { SpecialType: SpecialType.System_DateTime }
            || site.Semantics.GetTypeInfo(access.Expression, site.CancellationToken).Type is not { SpecialType: SpecialType.System_DateTime }) yield break;
        if (Range(binary.Kind(), isLeft, column.ToString(), day.ToString()) is not { } range || QueryEdits.Compiles(binary) is not { } trial) yield break;

        var isBoth = range is BinaryExpressionSyntax { RawKind: (int)SyntaxKind.LogicalAndExpression };
        var result = isBoth && binary.Parent is BinaryExpressionSyntax { RawKind: not ((int)SyntaxKind.LogicalAndExpression
            or (int)SyntaxKind.LogicalOrExpression) }
            ? ParenthesizedExpression(range) : range;
        // a && (b && c) reads the same as (a && b) && c, and is another tree.
        var (replaced, change) = isBoth && binary.Parent is BinaryExpressionSyntax { RawKind: (int)SyntaxKind.LogicalAndExpression } both
            && both.Right == binary
            ? ((SyntaxNode)both, (Func<SyntaxNode, SyntaxNode>)(current => current is BinaryExpressionSyntax now
                ? Chained(now, (BinaryExpressionSyntax)range) : current))
            : (binary, current => result.WithTriviaFrom(current));
        var isMidnight = IsMidnight(site, isLeft ? binary.Right : binary.Left);
        yield return FixPlan.Replace(isMidnight ? "Compare with a range" : $"Compare with a range ('{day}' must be a midnight)",
            isMidnight ? NonSargablePredicate.Descriptor.Id : NonSargablePredicate.Descriptor.Id + ":midnight", replaced, change) with { Trial = trial,
                IsAlone = !isMidnight };
    }

    private static BinaryExpressionSyntax Chained(BinaryExpressionSyntax and, BinaryExpressionSyntax range) =>
        range.WithLeft(and.WithRight(range.Left.WithTriviaFrom(and.Right).WithTrailingTrivia(Space)))
            .WithRight(range.Right.WithTrailingTrivia(and.GetTrailingTrivia()));

    private static ExpressionSyntax? Range(SyntaxKind kind, bool isLeft, string column, string day)
    {
        if (!isLeft)
        {
            kind = kind switch
            {
                SyntaxKind.LessThanExpression => SyntaxKind.GreaterThanExpression,
                SyntaxKind.LessThanOrEqualExpression => SyntaxKind.GreaterThanOrEqualExpression,
                SyntaxKind.GreaterThanExpression => SyntaxKind.LessThanExpression,
                SyntaxKind.GreaterThanOrEqualExpression => SyntaxKind.LessThanOrEqualExpression,
                _ => kind,
            };
        }

        var text = kind switch
        {
            SyntaxKind.EqualsExpression => $"{column} >= {day} && {column} < {day}.AddDays(1)",
            SyntaxKind.GreaterThanOrEqualExpression => $"{column} >= {day}",
            SyntaxKind.LessThanExpression => $"{column} < {day}",
            SyntaxKind.GreaterThanExpression => $"{column} >= {day}.AddDays(1)",
            SyntaxKind.LessThanOrEqualExpression => $"{column} < {day}.AddDays(1)",
            _ => null,
        };
        return text is null ? null : ParseExpression(text);
    }

    private static bool IsRepeatable(ExpressionSyntax day) => day switch
    {
        IdentifierNameSyntax => true,
        MemberAccessExpressionSyntax access =>
            access.Name.Identifier.ValueText is not ("Now" or "UtcNow")
            && (access.Expression is PredefinedTypeSyntax || IsRepeatable(access.Expression) || IsNowDate(access)),
        _ => false,
    };

    // DateTime.UtcNow.Date: the database is asked once.
    private static bool IsNowDate(MemberAccessExpressionSyntax access) =>
        access.Name.Identifier.ValueText == "Date" && access.Expression is MemberAccessExpressionSyntax { Name.Identifier.ValueText: "Now" or "UtcNow" };

    private static bool IsMidnight(FixSite site, ExpressionSyntax day)
    {
        if (day is MemberAccessExpressionSyntax { Name.Identifier.ValueText: "Date" or "Today" }) return true;
        if (site.Semantics.GetOperation(day, site.CancellationToken) is not ILocalReferenceOperation local || local.Initializer() is not { } value)
            return false;
        return value switch
        {
            IPropertyReferenceOperation { Property: { Name: "Date" or "Today", ContainingType.SpecialType: SpecialType.System_DateTime } } => true,
            IObjectCreationOperation { Constructor.ContainingType.SpecialType: SpecialType.System_DateTime, Arguments.Length: 3 } => true,
            _ => false,
        };
    }

    // o.Email.ToLower() == email.ToLower(): the collation decides whether case counts.
    private static IEnumerable<FixPlan> Text(FixSite site, MemberAccessExpressionSyntax access, string function)
    {
        if (access.Parent is not InvocationExpressionSyntax { ArgumentList.Arguments.Count: 0 } column
            || !QueryEdits.IsPlain(column, access.Expression.Span.End, column.Span.End)) yield break;
        var other = column.Parent switch
        {
            BinaryExpressionSyntax { RawKind: (int)SyntaxKind.EqualsExpression or (int)SyntaxKind.NotEqualsExpression } binary =>
                binary.Left == column ? binary.Right : binary.Left,
            MemberAccessExpressionSyntax { Name.Identifier.ValueText: "Contains" or "StartsWith" or "EndsWith" or "Equals",
                Parent: InvocationExpressionSyntax { ArgumentList.Arguments: { Count: 1 } arguments } }
                => arguments[0].Expression,
            _ => null,
        };
        if (other is null || QueryEdits.Compiles(column) is not { } trial) yield break;

        var edits = new List<NodeEdit> { Bare(column) };
        if (other is InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Name.Identifier.ValueText: var counterpart },
            ArgumentList.Arguments.Count: 0 } lowered
            && counterpart == function && QueryEdits.IsPlain(lowered, lowered.SpanStart, lowered.Span.End)) edits.Add(Bare(lowered));
        yield return new FixPlan("Compare by the column's collation (case may count)", NonSargablePredicate.Descriptor.Id + ":collation",
            edits) { Trial = trial, IsAlone = true };
    }

    private static NodeEdit Bare(InvocationExpressionSyntax call) => new(call, static current =>
        current is InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax access } ? access.Expression.WithTriviaFrom(current) : current);
}
