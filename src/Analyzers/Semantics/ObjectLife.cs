namespace ArchitectAnalyzers.Semantics;

/// <summary>What becomes of an object in the member that makes it: disposed, handed on, or neither.</summary>
internal sealed class ObjectLife
{
    private const int MaxDepth = 8;

    private readonly SyntaxNode? _function;
    private readonly bool _followsOwners;
    private readonly List<ILocalSymbol> _followed = new();

    private ObjectLife(IOperation creation, bool followsOwners)
    {
        _function = creation.NestedFunction()?.Syntax;
        _followsOwners = followsOwners;
    }

    /// <summary>The first local variable that holds it.</summary>
    internal ILocalSymbol? Local { get; private set; }

    /// <summary>Whether a <c>using</c> or a call ends its life.</summary>
    internal bool IsDisposed { get; private set; }

    /// <summary>Whether somebody else may end its life: it is returned, stored or handed over.</summary>
    internal bool Escapes { get; private set; }

    /// <summary>Whether it leaves the function as its result.</summary>
    internal bool IsReturned { get; private set; }

    /// <summary>Whether a nested function uses it.</summary>
    internal bool IsCaptured { get; private set; }

    /// <summary>Follows the object that <paramref name="creation"/> gives.</summary>
    /// <param name="creation">A call or an object creation.</param>
    /// <param name="followsOwners">
    /// Whether an object that is made of it is followed in its place: <c>new Client(channel)</c>. Otherwise it escapes there.
    /// </param>
    internal static ObjectLife Of(IOperation creation, bool followsOwners = false)
    {
        var life = new ObjectLife(creation, followsOwners);
        life.Follow(creation, 0);
        return life;
    }

    private void Follow(IOperation made, int depth)
    {
        if (depth > MaxDepth)
        {
            Escapes = true;
            return;
        }

        var parent = Outer(made, out var value);
        switch (parent)
        {
            case IVariableInitializerOperation { Parent: IVariableDeclaratorOperation declarator }:
                if (declarator.Parent?.Parent?.Parent is IUsingDeclarationOperation or IUsingOperation) IsDisposed = true;
                FollowLocal(declarator.Symbol, made, depth);
                break;
            case ISimpleAssignmentOperation { Target: ILocalReferenceOperation target } assignment when assignment.Value == value:
                FollowLocal(target.Local, made, depth);
                break;
            case ISimpleAssignmentOperation { Target: IDiscardOperation }: break;
            case IAssignmentOperation assignment when assignment.Target == value: break;
            case IUsingOperation: IsDisposed = true; break;
            case IReturnOperation: Escapes = IsReturned = true; break;
            case IArgumentOperation { Parent: IInvocationOperation { TargetMethod.IsExtensionMethod: true } call } argument
                when call.Arguments.Length > 0 && call.Arguments[0] == argument: FollowUse(call, depth); break;
            case IArgumentOperation { Parent: IObjectCreationOperation owner } when _followsOwners: Follow(owner, depth + 1); break;
            case IInvocationOperation call when call.Instance == value: FollowUse(call, depth); break;
            case IMethodReferenceOperation: Escapes = true; break;
            case IPropertyReferenceOperation or IFieldReferenceOperation or IEventReferenceOperation: break;
            case IConditionalAccessOperation access when access.Operation == value:
                if (access.WhenNotNull is IInvocationOperation conditional) FollowUse(conditional, depth);
                break;
            case IExpressionStatementOperation or IAwaitOperation or IBinaryOperation or IIsPatternOperation or IIsTypeOperation or INameOfOperation: break;
            default: Escapes = true; break;
        }
    }

    private void FollowUse(IInvocationOperation call, int depth)
    {
        var name = call.TargetMethod.Name;
        if (name is "Dispose" or "DisposeAsync" or "Close") IsDisposed = true;
        else if (_followsOwners && call.Type is { IsReferenceType: true } && (name.StartsWith("Create", StringComparison.Ordinal) || name == "Intercept"))
            Follow(call, depth + 1);
    }

    private void FollowLocal(ILocalSymbol local, IOperation from, int depth)
    {
        Local ??= local;
        foreach (var known in _followed)
            if (SymbolEqualityComparer.Default.Equals(known, local)) return;
        _followed.Add(local);
        foreach (var part in from.Root().Descendants())
        {
            if (part is not ILocalReferenceOperation use || !SymbolEqualityComparer.Default.Equals(use.Local, local)
                || use.Parent is IAssignmentOperation assignment && assignment.Target == use) continue;
            IsCaptured |= use.NestedFunction()?.Syntax != _function;
            Follow(use, depth + 1);
        }
    }

    // What uses the value, past what only passes it through.
    private static IOperation? Outer(IOperation operation, out IOperation value)
    {
        value = operation;
        var parent = operation.Parent;
        while (parent is IConversionOperation or IParenthesizedOperation or IConditionalOperation { Type: not null } or ICoalesceOperation
               && !(parent is IConditionalOperation condition && condition.Condition == value))
        {
            value = parent;
            parent = parent.Parent;
        }

        return parent;
    }
}
