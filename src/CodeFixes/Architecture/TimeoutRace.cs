using Microsoft.CodeAnalysis.Text;

namespace ArchitectAnalyzers.CodeFixes.Architecture;

/// <summary>A task that races a delay, the <c>if</c> that asks who won, and what happens in either case.</summary>
internal sealed class TimeoutRace
{
    private const int MostMoved = 3;

    private readonly ExpressionSyntax _task;
    private readonly List<StatementSyntax> _before = new(), _after = new();
    private string _limit = "";
    private string? _configured;
    private bool _hasToken;
    private StatementSyntax _inTime = null!;
    private IReadOnlyList<StatementSyntax> _late = Array.Empty<StatementSyntax>();

    private TimeoutRace(ExpressionSyntax task) => _task = task;

    /// <summary>The <c>if</c>.</summary>
    internal IfStatementSyntax Test { get; private set; } = null!;

    /// <summary>The statements around it that go with it.</summary>
    internal IEnumerable<StatementSyntax> Removed => _before.Concat(_after);

    /// <summary>The race that a call of <c>WhenAny</c> is; null where its shape is another, or more would change than the timer.</summary>
    internal static TimeoutRace? Of(InvocationExpressionSyntax whenAny, FixSite site)
    {
        if (whenAny.ArgumentList.Arguments.Count != 2) return null;
        var (task, limit) = (whenAny.ArgumentList.Arguments[0].Expression, whenAny.ArgumentList.Arguments[1].Expression);
        if (DelayOf(task, site) is not null) (task, limit) = (limit, task);
        if (DelayOf(limit, site) is not var (delay, declaration) || !site.IsVariable(task)) return null;
        var race = new TimeoutRace(task);
        return race.ReadLimit(delay, site) && race.ReadTest(whenAny, limit, declaration) && race.ReadBranches() && race.KeepsComments() ? race : null;
    }

    /// <summary>The statement that takes the place of the test and of what goes; null where it would act otherwise.</summary>
    internal StatementSyntax? Rewritten()
    {
        var awaited = Awaited(_inTime, _task, out var isWhole)!;
        var isResult = awaited.Parent is MemberAccessExpressionSyntax { Name.Identifier.ValueText: "Result" };
        var isConfigured = awaited.Parent is MemberAccessExpressionSyntax { Name.Identifier.ValueText: "ConfigureAwait" };
        var call = ParseExpression($"{_task.WithoutTrivia()}.WaitAsync({_limit}){(isConfigured ? "" : _configured)}");
        var inTime = isResult ? _inTime.ReplaceNode(awaited.Parent!, AwaitSyntax.Await(call, awaited.Parent!)) : _inTime.ReplaceNode(awaited, call);
        var (leading, trailing) = (First.GetLeadingTrivia(), Last.GetTrailingTrivia());
        if (IsTimeout(_late, mayHaveMessage: false)) return inTime.WithLeadingTrivia(leading).WithTrailingTrivia(trailing);

        // What is declared in a try is not seen behind it. A delay that was cancelled led to the time-out; WaitAsync throws.
        if (!isWhole || _inTime is LocalDeclarationStatementSyntax || (_hasToken && !IsTimeout(_late, mayHaveMessage: true))) return null;
        var late = _late.ToArray();
        late[0] = late[0].WithLeadingTrivia(late[0].GetLeadingTrivia().SkipWhile(t => t.IsKind(SyntaxKind.EndOfLineTrivia)));
        return TryStatement(
                Block(inTime.WithLeadingTrivia().WithTrailingTrivia(ElasticCarriageReturnLineFeed)),
                SingletonList(CatchClause(
                    CatchDeclaration(ParseTypeName("TimeoutException")),
                    CatchFilterClause(ParseExpression($"!{_task.WithoutTrivia()}.IsFaulted")),
                    Block(late))),
                null)
            .WithLeadingTrivia(leading).WithTrailingTrivia(trailing);
    }

    private StatementSyntax First
    {
        get
        {
            StatementSyntax first = Test;
            for (var i = _before.Count - 1; i >= 0 && Next(_before[i]) == first; i--) first = _before[i];
            return first;
        }
    }

    private StatementSyntax Last => _after.Count > 0 ? _after[_after.Count - 1] : Test;

    private bool ReadLimit(InvocationExpressionSyntax delay, FixSite site)
    {
        var arguments = delay.ArgumentList.Arguments;
        if (site.Semantics.GetSymbolInfo(delay, site.CancellationToken).Symbol is not IMethodSymbol method || method.Parameters.Length != arguments.Count
            || arguments.Any(a => a.NameColon is not null) || delay.ArgumentList.ToString().Contains("Infinite")
            || site.Semantics.GetConstantValue(arguments[0].Expression, site.CancellationToken) is { HasValue: true, Value: -1 }) return false;
        var limits = arguments.Select(a => a.Expression.WithoutTrivia().ToString()).ToList();
        if (method.Parameters[0].Type.SpecialType == SpecialType.System_Int32) limits[0] = $"TimeSpan.FromMilliseconds({limits[0]})";
        _hasToken = site.Facts.Is(method.Parameters[method.Parameters.Length - 1].Type, KnownType.CancellationToken);
        if (_hasToken && limits[limits.Count - 1] is "default" or "CancellationToken.None")
        {
            limits.RemoveAt(limits.Count - 1);
            _hasToken = false;
        }

        _limit = string.Join(", ", limits);
        return true;
    }

    // "if (await Task.WhenAny(task, delay) == task)", or the same with a variable for the winner.
    private bool ReadTest(InvocationExpressionSyntax whenAny, ExpressionSyntax limit, LocalDeclarationStatementSyntax? declaration)
    {
        SyntaxNode won = whenAny;
        if (won.Parent is MemberAccessExpressionSyntax { Name.Identifier.ValueText: "ConfigureAwait", Parent: InvocationExpressionSyntax configure })
            (won, _configured) = (configure, ".ConfigureAwait" + configure.ArgumentList.WithoutTrivia());
        if (won.Parent is not AwaitExpressionSyntax wait) return false;
        won = wait;
        while (won.Parent is ParenthesizedExpressionSyntax) won = won.Parent;
        if (won.Parent is EqualsValueClauseSyntax { Parent: VariableDeclaratorSyntax { Identifier.ValueText: var name } variable }
            && variable.Parent?.Parent is LocalDeclarationStatementSyntax { Declaration.Variables.Count: 1 } winner)
        {
            if (Next(winner) is not IfStatementSyntax || Names(name, winner.Parent!) is not { Length: 1 } names) return false;
            _before.Add(winner);
            won = names[0];
        }

        if (won.Parent is not BinaryExpressionSyntax { RawKind: (int)SyntaxKind.EqualsExpression or (int)SyntaxKind.NotEqualsExpression } condition
            || condition.Parent is not IfStatementSyntax { Parent: BlockSyntax block } test
            || (_before.Count > 0 && Next(_before[0]) != test)) return false;
        Test = test;
        var other = condition.Left == won ? condition.Right : condition.Left;
        var isTask = AreSame(other, _task);
        if (!isTask && !(declaration is not null && AreSame(other, limit))) return false;
        IsInTime = condition.IsKind(SyntaxKind.EqualsExpression) == isTask;
        if (declaration is null) return true;

        // The delay may start when the wait does, if nothing is awaited between.
        if (declaration.Parent != block || Names(declaration.Declaration.Variables[0].Identifier.ValueText, block).Length != (isTask ? 1 : 2)
            || block.Statements.Skip(block.Statements.IndexOf(declaration)).TakeWhile(s => s != test && !_before.Contains(s))
                .Any(s => s.DescendantNodes().Any(n => n is AwaitExpressionSyntax))) return false;
        _before.Insert(0, declaration);
        return true;
    }

    // Whether the branch behind the condition is the one of a task that has won.
    private bool IsInTime { get; set; }

    private bool ReadBranches()
    {
        var block = (BlockSyntax)Test.Parent!;
        var then = Statements(Test.Statement);
        IReadOnlyList<StatementSyntax> rest = block.Statements.Skip(block.Statements.IndexOf(Test) + 1).ToArray();
        IReadOnlyList<StatementSyntax> inTime;
        if (Test.Else is { } otherwise)
        {
            (inTime, _late) = IsInTime ? (then, Statements(otherwise.Statement)) : (Statements(otherwise.Statement), then);
        }
        else
        {
            if (then.LastOrDefault() is not (ReturnStatementSyntax or ThrowStatementSyntax or ContinueStatementSyntax or BreakStatementSyntax)) return false;
            (inTime, _late) = IsInTime ? (then, rest) : (rest.Take(1).ToArray(), then);
            _after.AddRange(IsInTime ? rest : inTime);
        }

        if (inTime.Count != 1 || _late.Count is 0 or > MostMoved || Awaited(inTime[0], _task, out _) is null) return false;
        _inTime = inTime[0];
        return true;
    }

    private bool KeepsComments()
    {
        var kept = new List<TextSpan> { First.GetLeadingTrivia().FullSpan, Last.GetTrailingTrivia().FullSpan, _inTime.Span };
        if (!IsTimeout(_late, mayHaveMessage: false)) kept.AddRange(_late.Select(s => s.FullSpan));
        var statements = Removed.Append(Test).ToArray();

        // A second race in what moves has edits of its own.
        if (statements.Sum(s => s.DescendantTokens().Count(t => t.ValueText == "WhenAny")) != 1) return false;
        return statements.All(s => !s.ContainsDirectives && s.DescendantTrivia().All(t =>
            t.IsKind(SyntaxKind.WhitespaceTrivia) || t.IsKind(SyntaxKind.EndOfLineTrivia) || kept.Any(k => k.Contains(t.Span))));
    }

    private static bool IsTimeout(IReadOnlyList<StatementSyntax> statements, bool mayHaveMessage) =>
        statements.Count == 1 && statements[0] is ThrowStatementSyntax { Expression: ObjectCreationExpressionSyntax { Initializer: null } exception }
        && exception.Type is IdentifierNameSyntax { Identifier.ValueText: nameof(TimeoutException) }
            or QualifiedNameSyntax { Right.Identifier.ValueText: nameof(TimeoutException) }
        && (mayHaveMessage || exception.ArgumentList is null or { Arguments.Count: 0 });

    // The task as it is awaited (or its result read) in a statement, before anything else happens there; whether the statement does nothing else.
    private static ExpressionSyntax? Awaited(StatementSyntax statement, ExpressionSyntax task, out bool isWhole)
    {
        var value = statement switch
        {
            ReturnStatementSyntax returned => returned.Expression,
            ExpressionStatementSyntax { Expression: AssignmentExpressionSyntax { OperatorToken.RawKind: (int)SyntaxKind.EqualsToken } assignment }
                when assignment.Left is IdentifierNameSyntax => assignment.Right,
            ExpressionStatementSyntax plain => plain.Expression,
            LocalDeclarationStatementSyntax { UsingKeyword.RawKind: 0, Declaration.Variables: { Count: 1 } variables } => variables[0].Initializer?.Value,
            _ => null,
        };
        isWhole = false;
        if (value?.DescendantNodesAndSelf().OfType<ExpressionSyntax>().Where(e => AreSame(e, task)).ToArray() is not { Length: 1 } found) return null;
        SyntaxNode use = found[0];
        if (use.Parent is MemberAccessExpressionSyntax { Name.Identifier.ValueText: "ConfigureAwait", Parent: InvocationExpressionSyntax configured })
            use = configured;
        if (use.Parent is AwaitExpressionSyntax wait) use = wait;
        else if (use == found[0] && use.Parent is MemberAccessExpressionSyntax { Name.Identifier.ValueText: "Result" } result) use = result;
        else return null;
        isWhole = use == value;
        while (use != value)
        {
            var isFirst = use.Parent is ArgumentSyntax { Parent: ArgumentListSyntax list } && list.Arguments[0] == use.Parent
                && list.Parent is InvocationExpressionSyntax { Expression: IdentifierNameSyntax };
            if (!isFirst && use is not (ArgumentSyntax or ArgumentListSyntax)
                && use.Parent is not (ParenthesizedExpressionSyntax or MemberAccessExpressionSyntax or InvocationExpressionSyntax)) return null;
            use = use.Parent!;
        }

        return found[0];
    }

    private static (InvocationExpressionSyntax Delay, LocalDeclarationStatementSyntax? Declaration)? DelayOf(ExpressionSyntax expression, FixSite site)
    {
        if (IsDelay(expression, site)) return ((InvocationExpressionSyntax)expression, null);
        if (expression is not IdentifierNameSyntax
            || site.Semantics.GetSymbolInfo(expression, site.CancellationToken).Symbol is not ILocalSymbol local
            || local.DeclaringSyntaxReferences is not { Length: 1 } declared) return null;
        return declared[0].GetSyntax(site.CancellationToken) is VariableDeclaratorSyntax { Initializer.Value: InvocationExpressionSyntax delay } variable
            && variable.Parent?.Parent is LocalDeclarationStatementSyntax { Declaration.Variables.Count: 1 } declaration && IsDelay(delay, site)
            ? (delay, declaration)
            : null;
    }

    private static bool IsDelay(ExpressionSyntax expression, FixSite site) =>
        expression is InvocationExpressionSyntax call && CallShapes.NameNode(call).ToString() == "Delay"
        && site.Semantics.GetSymbolInfo(call, site.CancellationToken).Symbol is IMethodSymbol method && site.Facts.Is(method.ContainingType, KnownType.Task);

    private static bool AreSame(ExpressionSyntax left, ExpressionSyntax right) => SyntaxFactory.AreEquivalent(left.WithoutTrivia(), right.WithoutTrivia());

    private static IReadOnlyList<StatementSyntax> Statements(StatementSyntax statement) =>
        statement is BlockSyntax block ? block.Statements : new[] { statement };

    private static SyntaxNode? Next(StatementSyntax statement) =>
        statement.Parent is BlockSyntax block && block.Statements.IndexOf(statement) is var at && at + 1 < block.Statements.Count
            ? block.Statements[at + 1]
            : null;

    private static IdentifierNameSyntax[] Names(string name, SyntaxNode scope) =>
        scope.DescendantNodes().OfType<IdentifierNameSyntax>().Where(n => n.Identifier.ValueText == name).ToArray();
}
