using ArchitectAnalyzers.Rules.Architecture;

namespace ArchitectAnalyzers.CodeFixes.Architecture;

/// <summary>Makes a source that listens to the caller's token too, and gives it its time limit after that.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(UnlinkedTimeoutFix))]
public sealed class UnlinkedTimeoutFix : RuleFix
{
    /// <summary>The fix of <see cref="UnlinkedTimeout"/>.</summary>
    public UnlinkedTimeoutFix() : base(UnlinkedTimeout.Descriptor) { }

    private protected override IEnumerable<FixPlan> Plans(FixSite site)
    {
        if (site.Enclosing<BaseObjectCreationExpressionSyntax>() is not { ContainsDirectives: false } creation
            || site[UnlinkedTimeout.Token] is not { } token) yield break;
        if (creation.Parent is not EqualsValueClauseSyntax { Parent: VariableDeclaratorSyntax variable }
            || variable.Parent is not VariableDeclarationSyntax declaration) yield break;
        if (!site.Binds(creation.SpanStart, ParseExpression(token), site.Facts[KnownType.CancellationToken])) yield break;
        if (TypeOf(creation, declaration) is not { } type) yield break;

        var linked = ParseExpression($"{type.WithoutTrivia()}.CreateLinkedTokenSource({token})");
        var arguments = creation.ArgumentList?.Arguments ?? default;
        if (arguments.Count > 1 || creation.Initializer is not null) yield break;
        SyntaxNode Link(SyntaxNode current) => linked.WithTriviaFrom(current);

        if (arguments.Count == 0 || site.Semantics.GetConstantValue(arguments[0].Expression, site.CancellationToken) is { HasValue: true, Value: -1 })
        {
            yield return FixPlan.Replace($"Link it to '{token}'", UnlinkedTimeout.Descriptor.Id, creation, Link);
            yield break;
        }

        if (Owner(declaration) is not { } owner) yield break;
        var name = variable.Identifier.ValueText;
        var limit = $"{variable.Identifier.Text}.CancelAfter({arguments[0].WithoutTrivia()});";
        yield return new FixPlan($"Link it to '{token}'", UnlinkedTimeout.Descriptor.Id, editor =>
        {
            editor.ReplaceNode(creation, (current, _) => Link(current));
            editor.ReplaceNode(owner, (current, _) => StatementPlace.Inserted(current, Below(current, name), limit));
        });
    }

    private static TypeSyntax? TypeOf(BaseObjectCreationExpressionSyntax creation, VariableDeclarationSyntax declaration) =>
        creation is ObjectCreationExpressionSyntax explicitly ? explicitly.Type
        : declaration.Type is { IsVar: false } type ? (type as NullableTypeSyntax)?.ElementType ?? type
        : null;

    // Where the time limit is set: below the declaration, or at the beginning of what the using statement encloses.
    private static SyntaxNode? Owner(VariableDeclarationSyntax declaration)
    {
        if (declaration.Variables.Count != 1) return null;
        StatementPlace? place = declaration.Parent switch
        {
            LocalDeclarationStatementSyntax { Parent: BlockSyntax block } local => new StatementPlace(block, block.Statements.IndexOf(local) + 1),
            LocalDeclarationStatementSyntax { Parent: GlobalStatementSyntax { Parent: CompilationUnitSyntax unit } global } =>
                new StatementPlace(unit, unit.Members.IndexOf(global) + 1),
            UsingStatementSyntax { Statement: BlockSyntax block } => new StatementPlace(block, 0),
            _ => null,
        };
        return place is { IsBetweenLines: true } ? place.Owner : null;
    }

    private static int Below(SyntaxNode owner, string name)
    {
        var statements = StatementPlace.Of(owner)!;
        for (var i = 0; i < statements.Count; i++)
        {
            var statement = statements[i] is GlobalStatementSyntax global ? global.Statement : statements[i];
            if (statement is LocalDeclarationStatementSyntax local && local.Declaration.Variables.Any(v => v.Identifier.ValueText == name)) return i + 1;
        }

        return 0;
    }
}
