namespace ArchitectAnalyzers.Models;

/// <summary>What becomes of a transaction in the function that begins it.</summary>
internal sealed class TransactionLife
{
    private readonly IOperation _begin;
    private readonly IOperation _function;
    private readonly Facts _facts;

    private TransactionLife(IOperation begin, Facts facts)
    {
        (_begin, _facts) = (begin, facts);
        _function = begin.NestedFunction() ?? begin.Root();
    }

    /// <summary>The variable that holds it; null where it is only disposed of, or not kept at all.</summary>
    internal ILocalSymbol? Local { get; private set; }

    /// <summary>Whether a <c>using</c> or a call disposes of it.</summary>
    internal bool IsDisposed { get; private set; }

    /// <summary>Whether somebody else has it, so that what happens to it cannot be told.</summary>
    internal bool IsHandedOn { get; private set; }

    internal bool IsCommitted { get; private set; }

    /// <summary>Whether it is rolled back in a handler, and whether that is done elsewhere, which is a decision.</summary>
    internal bool IsRolledBackOnFailure { get; private set; }

    internal bool IsRolledBack { get; private set; }

    /// <summary>Whether it is begun only where the context has none, and left to the context: whoever ends the one that is there ends this one.</summary>
    internal bool Joins { get; private set; }

    /// <summary>The body of the function that begins it.</summary>
    internal IOperation Function => _function;

    internal static TransactionLife Of(IOperation begin, Facts facts)
    {
        var life = new TransactionLife(begin, facts);
        life.FindHolder();
        life.ReadCalls();
        return life;
    }

    private void FindHolder()
    {
        var value = _begin;
        var parent = value.Parent;
        while (parent is IAwaitOperation or IConversionOperation or IParenthesizedOperation
               || parent is IInvocationOperation { TargetMethod.Name: "ConfigureAwait" } || parent is IArgumentOperation { Parent: IInvocationOperation { TargetMethod.Name: "ConfigureAwait" } })
            (value, parent) = (parent, parent.Parent);
        switch (parent)
        {
            case IVariableInitializerOperation { Parent: IVariableDeclaratorOperation declarator }:
                Local = declarator.Symbol;
                IsDisposed = declarator.Parent?.Parent?.Parent is IUsingDeclarationOperation or IUsingOperation;
                break;
            case ISimpleAssignmentOperation { Target: ILocalReferenceOperation target } assignment when assignment.Value == value:
                Local = target.Local;
                break;
            case IUsingOperation:
                IsDisposed = true;
                break;
            case IExpressionStatementOperation or ISimpleAssignmentOperation { Target: IDiscardOperation }:
                break;
            default:
                IsHandedOn = true;
                break;
        }
    }

    private void ReadCalls()
    {
        foreach (var part in _function.Descendants())
        {
            switch (part)
            {
                case IInvocationOperation call when !IsOfAnother(call):
                    if (Transactions.Commits(call)) IsCommitted = true;
                    if (Transactions.RollsBack(call))
                    {
                        if (IsInHandler(call)) IsRolledBackOnFailure = true;
                        else IsRolledBack = true;
                    }

                    break;
                case IPropertyReferenceOperation { Property.Name: "CurrentTransaction" } when Local is null && !IsDisposed:
                    Joins = true;
                    break;
                case ILocalReferenceOperation use when Local is not null && SymbolEqualityComparer.Default.Equals(use.Local, Local):
                    Judge(use);
                    break;
            }
        }
    }

    // The commit of another transaction of the same function.
    private bool IsOfAnother(IInvocationOperation call) =>
        Local is not null && call.Instance is ILocalReferenceOperation { Local: var other } && !SymbolEqualityComparer.Default.Equals(other, Local)
        && SymbolEqualityComparer.Default.Equals(other.Type, Local.Type);

    private bool IsInHandler(IOperation call)
    {
        for (var parent = call.Parent; parent is not null && parent != _function; parent = parent.Parent)
            if (parent is ICatchClauseOperation || parent is IBlockOperation { Parent: ITryOperation attempt } && attempt.Finally == parent) return true;
        return false;
    }

    // Its body is in sight, and says nothing of an end.
    private static bool IsHelper(IMethodSymbol method)
    {
        if (method.IsVirtual || method.IsAbstract || method.IsOverride || method.DeclaringSyntaxReferences.Length != 1) return false;
        if (BodyCalls.BodyOf(method.DeclaringSyntaxReferences[0].GetSyntax()) is not { } body) return false;
        foreach (var token in body.DescendantTokens())
        {
            if (!token.IsKind(SyntaxKind.IdentifierToken)) continue;
            var name = token.ValueText;
            if (name.StartsWith("Commit", StringComparison.Ordinal) || name.StartsWith("Roll", StringComparison.Ordinal) || name.StartsWith("Complete", StringComparison.Ordinal)
                || name.StartsWith("Dispose", StringComparison.Ordinal)) return false;
        }

        return true;
    }

    private void Judge(ILocalReferenceOperation use)
    {
        if (use.NestedFunction() != _begin.NestedFunction()) IsHandedOn = true;
        IOperation value = use;
        var parent = use.Parent;
        while (parent is IConversionOperation or IParenthesizedOperation or ICoalesceOperation) (value, parent) = (parent, parent.Parent);
        switch (parent)
        {
            case IInvocationOperation call when call.Instance == value:
                if (call.TargetMethod.Name is "Dispose" or "DisposeAsync") IsDisposed = true;
                break;
            case IConditionalAccessOperation access when access.Operation == value:
                if (access.WhenNotNull is IInvocationOperation { TargetMethod.Name: "Dispose" or "DisposeAsync" }) IsDisposed = true;
                break;
            case IArgumentOperation { Parent: IInvocationOperation { TargetMethod: var method } }:
                if (method.Name == "ConfigureAwait") IsDisposed = true;
                else if (!Transactions.IsOfLibrary(method) && !IsHelper(method) && method.Name != "CreateCommand") IsHandedOn = true;
                break;
            case IArgumentOperation { Parent: IObjectCreationOperation { Type: { } made } }:
                if (!Transactions.IsOfLibrary(made)) IsHandedOn = true;
                break;
            case ISimpleAssignmentOperation { Target: IPropertyReferenceOperation { Property.Name: "Transaction" } } assignment when assignment.Value == value:
            case IAssignmentOperation target when target.Target == value:
            case IPropertyReferenceOperation or IBinaryOperation or IIsPatternOperation or IExpressionStatementOperation:
                break;
            case IUsingOperation:
                IsDisposed = true;
                break;
            default:
                IsHandedOn = true;
                break;
        }
    }
}
