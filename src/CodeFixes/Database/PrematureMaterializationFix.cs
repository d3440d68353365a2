using ArchitectAnalyzers.Rules.Database;

namespace ArchitectAnalyzers.CodeFixes.Database;

/// <summary>Moves the materialization behind the operators that the database can run; awaits, tokens, lambdas and layout stay.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(PrematureMaterializationFix))]
public sealed class PrematureMaterializationFix : RuleFix
{
    public PrematureMaterializationFix() : base(PrematureMaterialization.Descriptor) { }

    private protected override IEnumerable<FixPlan> Plans(FixSite site)
    {
        if (site.Call() is not { Expression: MemberAccessExpressionSyntax access } syntax
            || !QueryEdits.IsPlain(syntax, access.Expression.Span.End, syntax.Span.End)) yield break;
        if (site.Semantics.GetOperation(syntax, site.CancellationToken) is not IInvocationOperation load || QueryEdits.AccessOf(load) is null
            || site.Facts.Queries().Executed(load) is not { } query || Materialized.Of(query, site.Facts) is not { } rows) yield break;
        if (Edits(new Move(load, syntax, access, rows)) is not { } edits || QueryEdits.Compiles(syntax) is not { } trial) yield break;

        // In memory text is compared by character; a database may think 'a' equals 'A'.
        var (title, key) = rows.ComparesText
            ? ("Let the database do it first (text is compared by its collation)", PrematureMaterialization.Descriptor.Id + ":collation")
            : ("Let the database do it first", PrematureMaterialization.Descriptor.Id);
        yield return new FixPlan(title, key, edits) { Trial = trial, IsAlone = rows.ComparesText };
    }

    private static NodeEdit[]? Edits(Move move)
    {
        if (move.Rows.Moved.Any(moved =>
            moved.Syntax is not (InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax } or MemberAccessExpressionSyntax)))
            return QuerySyntax(move);
        if (!move.Rows.IsOnlyUse || move.Rows.Moved.Any(moved => moved is IInvocationOperation { Instance: not null })) return null;
        if (move.End.Syntax is not ExpressionSyntax end || move.IsAsync && !Functions.AllowsAwait(end)) return null;
        var change = new NodeEdit(end, current => current is ExpressionSyntax now && move.IsIn(now) ? move.Rebuilt(now) : current);
        if (move.Rows.Use is null) return move.Value is { } value && move.Reaches(end, value) ? new[] { change } : null;

        // The query takes the place of the rows in the local; it is executed where they are used first.
        if (move.Value is not { Parent: EqualsValueClauseSyntax { Parent: VariableDeclaratorSyntax { Parent: VariableDeclarationSyntax { Type: var type,
            Variables.Count: 1,
                Parent: LocalDeclarationStatementSyntax { UsingKeyword.RawKind: 0 } declaration } } } } held
            || end.FirstAncestorOrSelf<StatementSyntax>() is not { } statement || !IsNext(declaration, statement)
            || !move.Reaches(end, move.Rows.Use.Syntax)) return null;
        var query = new NodeEdit(held,
            current => Move.Source((ExpressionSyntax)current).WithLeadingTrivia(current.GetLeadingTrivia()).WithTrailingTrivia(current.GetTrailingTrivia()));
        return type.IsVar ? new[] { change, query }
            : new[] { change, query, new NodeEdit(type, static current => IdentifierName("var").WithTriviaFrom(current)) };
    }

    // from o in db.Orders.ToList() where … select o: the operators are clauses, and stay where they are.
    private static NodeEdit[]? QuerySyntax(Move move)
    {
        if (move.IsAsync || move.Rows.Use is not null || move.Terminal is null) return null;
        return new[] { new NodeEdit(move.Syntax, current => current is InvocationExpressionSyntax
            ? Move.Source((ExpressionSyntax)current).WithTrailingTrivia(current.GetTrailingTrivia()) : current) };
    }

    private static bool IsNext(StatementSyntax first, StatementSyntax second)
    {
        if (second.Parent is GlobalStatementSyntax && first.Parent is GlobalStatementSyntax)
            return first.Parent.Parent is CompilationUnitSyntax unit
                && unit.Members.IndexOf((MemberDeclarationSyntax)second.Parent) == unit.Members.IndexOf((MemberDeclarationSyntax)first.Parent) + 1;
        if (first.Parent is not BlockSyntax block || second.Parent != block) return false;
        return block.Statements.Skip(block.Statements.IndexOf(first) + 1).TakeWhile(between => between != second).All(IsQuiet);
    }

    // var result = new List<string>(): it does not matter whether the query runs before or after.
    private static bool IsQuiet(StatementSyntax statement) => statement is LocalDeclarationStatementSyntax { UsingKeyword.RawKind: 0 }
        && !statement.DescendantNodes()
            .Any(static node => node is InvocationExpressionSyntax or AwaitExpressionSyntax or AssignmentExpressionSyntax or PostfixUnaryExpressionSyntax
                or PrefixUnaryExpressionSyntax);

    private sealed class Move
    {
        private readonly MemberAccessExpressionSyntax _access;
        private readonly int _depth;

        internal Move(IInvocationOperation load, InvocationExpressionSyntax syntax, MemberAccessExpressionSyntax access, Materialized rows)
        {
            (Syntax, _access, Rows) = (syntax, access, rows);
            IsAsync = load.TargetMethod.Name.EndsWith("Async", StringComparison.Ordinal);
            var last = rows.Moved[rows.Moved.Length - 1];
            IsScalar = last is IPropertyReferenceOperation
                || ((IInvocationOperation)last).TargetMethod.Name is not ("Where" or "Select" or "OrderBy" or "OrderByDescending" or "ThenBy"
                    or "ThenByDescending" or "Take" or "Skip");
            if (!IsScalar && Materialized.Consumer(last) is IInvocationOperation { TargetMethod.Name: var name } next && (name is "ToList" or "ToArray"
                || !IsAsync && name is "ToHashSet" or "ToDictionary" or "ToLookup") && (!IsAsync || next.Arguments.Length == 1)) Terminal = next;
            End = Terminal ?? last;
            _depth = rows.Moved.Length + (Terminal is null ? 0 : 1);
        }

        internal Materialized Rows { get; }
        internal InvocationExpressionSyntax Syntax { get; }
        internal bool IsAsync { get; }
        internal bool IsScalar { get; }

        /// <summary>The call that reads what the operators leave, where there is one.</summary>
        internal IInvocationOperation? Terminal { get; }

        /// <summary>What becomes the new executing call.</summary>
        internal IOperation End { get; }

        /// <summary>The rows as they are now: the call, with its await and the parentheses around it.</summary>
        internal ExpressionSyntax? Value
        {
            get
            {
                ExpressionSyntax value = Syntax;
                while (true)
                {
                    switch (value.Parent)
                    {
                        case AwaitExpressionSyntax or ParenthesizedExpressionSyntax:
                            value = (ExpressionSyntax)value.Parent;
                            break;
                        case MemberAccessExpressionSyntax { Name.Identifier.ValueText: "ConfigureAwait", Parent: InvocationExpressionSyntax configured }:
                            value = configured;
                            break;
                        default:
                            return value;
                    }
                }
            }
        }

        internal bool IsIn(ExpressionSyntax now) => Receiver(now, _depth) is not null;

        internal bool Reaches(ExpressionSyntax end, SyntaxNode value) => Receiver(end, _depth) == value;

        private static ExpressionSyntax? Receiver(ExpressionSyntax chain, int depth) => depth == 0 ? chain : chain switch
        {
            InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax access } => Receiver(access.Expression, depth - 1),
            MemberAccessExpressionSyntax access => Receiver(access.Expression, depth - 1),
            _ => null,
        };

        /// <summary>The query behind a materialization: <c>x</c> of <c>(await x.ToListAsync(t))</c>.</summary>
        internal static ExpressionSyntax Source(ExpressionSyntax value)
        {
            while (true)
            {
                switch (value)
                {
                    case ParenthesizedExpressionSyntax parenthesized: value = parenthesized.Expression; break;
                    case AwaitExpressionSyntax awaited: value = awaited.Expression; break;
                    case InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Name.Identifier.ValueText: "ConfigureAwait" } configured }: value = configured.Expression; break;
                    case InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax access }: return access.Expression;
                    default: return value;
                }
            }
        }

        internal ExpressionSyntax Rebuilt(ExpressionSyntax now)
        {
            var (leading, trailing) = (now.GetLeadingTrivia(), now.GetTrailingTrivia());
            var query = Moved(now, _depth).WithoutLeadingTrivia().WithTrailingTrivia();
            if (!IsAsync)
            {
                if (!IsScalar && Terminal is null) query = QueryEdits.Append(query, _access.Name.Identifier.ValueText, Syntax.ArgumentList, _access);
                return query.WithLeadingTrivia(leading).WithTrailingTrivia(trailing);
            }

            var call = !IsScalar && Terminal is null
                ? QueryEdits.Append(query, _access.Name.Identifier.ValueText, Syntax.ArgumentList.WithoutTrivia(), _access)
                : Asynchronous((InvocationExpressionSyntax)query);
            if (Syntax.Parent is MemberAccessExpressionSyntax { Name.Identifier.ValueText: "ConfigureAwait", Parent: InvocationExpressionSyntax configured })
                call = QueryEdits.Append(call, "ConfigureAwait", configured.ArgumentList.WithoutTrivia(), null);
            ExpressionSyntax result = AwaitExpression(Token(SyntaxKind.AwaitKeyword).WithTrailingTrivia(Space), call);
            var needsParentheses = End.Syntax.Parent is MemberAccessExpressionSyntax or ConditionalAccessExpressionSyntax or ElementAccessExpressionSyntax
                or PostfixUnaryExpressionSyntax;
            if (needsParentheses) result = ParenthesizedExpression(result);
            return result.WithLeadingTrivia(leading).WithTrailingTrivia(trailing);
        }

        // The token goes to the call that executes now.
        private InvocationExpressionSyntax Asynchronous(InvocationExpressionSyntax call)
        {
            var access = (MemberAccessExpressionSyntax)call.Expression;
            var name = access.Name.WithIdentifier(Identifier(access.Name.Identifier.ValueText + "Async").WithTriviaFrom(access.Name.Identifier));
            var arguments = Syntax.ArgumentList.Arguments.Aggregate(call.ArgumentList, static (list, token) => list.WithArguments(list.Arguments.Count == 0
                ? SingletonSeparatedList(token)
                : SeparatedLists.Append(list.OpenParenToken, list.Arguments, token)));
            return call.WithExpression(access.WithName(name)).WithArgumentList(arguments);
        }

        private ExpressionSyntax Moved(ExpressionSyntax node, int depth)
        {
            if (depth == 0)
            {
                // Behind the rows comes what came behind them before: a line's end perhaps.
                return Rows.Use is not null ? node : Source(node).WithTrailingTrivia(node.GetTrailingTrivia());
            }

            if (node is InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax called } call)
                return call.WithExpression(called.WithExpression(Moved(called.Expression, depth - 1)));
            var access = (MemberAccessExpressionSyntax)node;
            return InvocationExpression(access.WithName(IdentifierName("Count")).WithExpression(Moved(access.Expression, depth - 1)), ArgumentList());
        }
    }
}
