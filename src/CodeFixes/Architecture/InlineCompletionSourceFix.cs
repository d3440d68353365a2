using ArchitectAnalyzers.Rules.Architecture;

namespace ArchitectAnalyzers.CodeFixes.Architecture;

/// <summary>Passes the option: as another argument, instead of one that means something else, or beside the options that are there.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(InlineCompletionSourceFix))]
public sealed class InlineCompletionSourceFix : RuleFix
{
    private const string Option = "TaskCreationOptions.RunContinuationsAsynchronously", Namespace = "System.Threading.Tasks";

    // The only other option that the constructor takes: it refuses the rest.
    private const int AttachedToParent = 4;

    public InlineCompletionSourceFix() : base(InlineCompletionSource.Descriptor) { }

    private protected override IEnumerable<FixPlan> Plans(FixSite site)
    {
        if (site.Enclosing<BaseObjectCreationExpressionSyntax>() is not { ArgumentList: { } list } syntax || list.ContainsDirectives
            || !site.CanName(syntax.SpanStart, ("TaskCreationOptions", Namespace))
            || site.Semantics.GetOperation(syntax, site.CancellationToken) is not IObjectCreationOperation creation) yield break;

        // Which argument is replaced, and whether it stays as one of two options; none: one is added.
        var (index, isKept) = (-1, false);
        foreach (var argument in creation.Arguments)
        {
            if (argument.Syntax is not ArgumentSyntax written) yield break;
            if (site.Facts.Is(argument.Parameter?.Type, KnownType.TaskCreationOptions))
            {
                index = list.Arguments.IndexOf(written);
                isKept = argument.Value.ConstantValue is { HasValue: true, Value: int options } && (options & AttachedToParent) != 0;
            }
            else if (index < 0 && creation.Arguments.Length == 1 && InlineCompletionSource.IsContinuationOptions(argument.Value, site.Facts))
                index = list.Arguments.IndexOf(written);
        }

        var isNamed = index < 0 && list.Arguments.Any(a => a.NameColon is not null);
        var isState = creation.Arguments.Length == 1 && !site.Facts.Is(creation.Arguments[0].Parameter?.Type, KnownType.TaskCreationOptions);
        yield return new FixPlan("Run continuations asynchronously", InlineCompletionSource.Descriptor.Id, Edit, Namespace);

        void Edit(DocumentEditor editor) => editor.ReplaceNode(syntax, (current, _) =>
        {
            if (current is not BaseObjectCreationExpressionSyntax { ArgumentList: { } arguments } written) return current;
            var argument = Argument(ParseExpression(Option));
            if (isNamed) argument = argument.WithNameColon(NameColon(IdentifierName("creationOptions")).WithTrailingTrivia(Space));
            if (index >= 0)
            {
                var old = arguments.Arguments[index];
                argument = old.WithExpression(isKept ? Beside(old.Expression) : argument.Expression.WithTriviaFrom(old.Expression));

                // The name was that of the state.
                if (isState && old.NameColon is not null) argument = Argument(argument.Expression).WithTriviaFrom(old);
                return written.WithArgumentList(arguments.ReplaceNode(old, argument));
            }

            return written.WithArgumentList(arguments.Arguments.Count == 0
                ? arguments.AddArguments(argument)
                : arguments.WithArguments(SeparatedLists.Append(arguments.OpenParenToken, arguments.Arguments, argument)));
        });
    }

    private static ExpressionSyntax Beside(ExpressionSyntax options)
    {
        var left = options.WithoutTrivia();
        if (left is not (IdentifierNameSyntax or MemberAccessExpressionSyntax or ParenthesizedExpressionSyntax or CastExpressionSyntax
            or BinaryExpressionSyntax { RawKind: (int)SyntaxKind.BitwiseOrExpression }))
            left = ParenthesizedExpression(left);
        return BinaryExpression(SyntaxKind.BitwiseOrExpression, left.WithTrailingTrivia(Space),
            Token(default, SyntaxKind.BarToken, TriviaList(Space)), ParseExpression(Option)).WithTriviaFrom(options);
    }
}
