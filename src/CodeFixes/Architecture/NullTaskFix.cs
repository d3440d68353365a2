using ArchitectAnalyzers.Rules.Architecture;

namespace ArchitectAnalyzers.CodeFixes.Architecture;

/// <summary>Writes a completed task where null is; behind <c>?.</c>, after it.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(NullTaskFix))]
public sealed class NullTaskFix : RuleFix
{
    private static readonly SymbolDisplayFormat s_nullable = SymbolDisplayFormat.MinimallyQualifiedFormat
        .AddMiscellaneousOptions(SymbolDisplayMiscellaneousOptions.IncludeNullableReferenceTypeModifier);

    /// <summary>The fix of <see cref="NullTask"/>.</summary>
    public NullTaskFix() : base(NullTask.Descriptor) { }

    private protected override IEnumerable<FixPlan> Plans(FixSite site)
    {
        if (Nothing(site.Node) is not { } nothing) yield break;
        var type = site.Semantics.GetTypeInfo(nothing, site.CancellationToken).ConvertedType;
        if (type is not INamedTypeSymbol task || Completed(task, nothing.SpanStart, site) is not { } completed) yield break;
        if (!site.Binds(nothing.SpanStart, completed, task)) yield break;
        yield return FixPlan.Replace("Return a completed task", NullTask.Descriptor.Id, nothing, current =>
            current is ConditionalAccessExpressionSyntax access ? Otherwise(access, completed) : completed.WithTriviaFrom(current));
    }

    // What is null: the literal with the cast and the "!" around it, or the whole "a?.BAsync()".
    private static ExpressionSyntax? Nothing(SyntaxNode at)
    {
        if (at is SimpleNameSyntax)
        {
            ExpressionSyntax? access = null;
            for (SyntaxNode? node = at; node is ExpressionSyntax expression; node = node.Parent)
            {
                if (expression is ConditionalAccessExpressionSyntax) access = expression;
                else if (access is not null) break;
            }

            return access;
        }

        if (at is not ExpressionSyntax nothing) return null;
        while (nothing.Parent is PostfixUnaryExpressionSyntax { RawKind: (int)SyntaxKind.SuppressNullableWarningExpression } or CastExpressionSyntax
            or ParenthesizedExpressionSyntax)
            nothing = (ExpressionSyntax)nothing.Parent;
        return nothing;
    }

    private static ExpressionSyntax? Completed(INamedTypeSymbol type, int position, FixSite site)
    {
        if (site.Facts[KnownType.Task] is not { } task) return null;
        var name = task.ToMinimalDisplayString(site.Semantics, position);
        if (type.Arity == 0) return ParseExpression(name + ".CompletedTask");
        var result = type.TypeArguments[0];
        if (result is { IsAnonymousType: true } or { TypeKind: TypeKind.Error }) return null;
        var isNullable = (site.Semantics.GetNullableContext(position) & NullableContext.AnnotationsEnabled) != 0;
        var nothing = result switch
        {
            { OriginalDefinition.SpecialType: SpecialType.System_Nullable_T }
                or { IsReferenceType: true, NullableAnnotation: NullableAnnotation.Annotated } => "null",
            { IsValueType: true } => "default",
            { IsReferenceType: true } => isNullable ? "null!" : "null",
            { NullableAnnotation: NullableAnnotation.Annotated } => "default",
            _ => isNullable ? "default!" : "default",
        };
        return ParseExpression($"{name}.FromResult<{result.ToMinimalDisplayString(site.Semantics, position, s_nullable)}>({nothing})");
    }

    private static ExpressionSyntax Otherwise(ConditionalAccessExpressionSyntax access, ExpressionSyntax completed)
    {
        ExpressionSyntax whole = BinaryExpression(SyntaxKind.CoalesceExpression, access.WithoutTrailingTrivia(),
            Token(TriviaList(Space), SyntaxKind.QuestionQuestionToken, TriviaList(Space)), completed);
        if (access.Parent is CastExpressionSyntax) whole = ParenthesizedExpression(whole);
        return whole.WithTrailingTrivia(access.GetTrailingTrivia());
    }
}
