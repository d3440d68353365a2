namespace ArchitectAnalyzers.Models;

/// <summary>What becomes of a token source, as far as the member that makes it shows.</summary>
internal sealed class SourceLife
{
    private readonly Tokens _tokens;
    private readonly Facts _facts;
    private readonly IOperation _creation;
    private readonly SyntaxNode? _function;
    private readonly bool _isAsync;
    private readonly List<IInvocationOperation> _calls = new();

    private SourceLife(IOperation creation, ISymbol containing, Facts facts)
    {
        (_creation, _facts, _tokens) = (creation, facts, facts.Tokens());
        _function = creation.NestedFunction()?.Syntax;
        _isAsync = creation.Function(containing) is { IsAsync: true };
    }

    /// <summary>The local variable that holds it; null where none does.</summary>
    internal ILocalSymbol? Local { get; private set; }

    /// <summary>The field that holds it; null where none does.</summary>
    internal IFieldSymbol? Field { get; private set; }

    /// <summary>Whether only its token is kept: <c>new CancellationTokenSource(5000).Token</c>.</summary>
    internal bool IsInline { get; private set; }

    /// <summary>Whether a <c>using</c> or a call disposes of it.</summary>
    internal bool IsDisposed { get; private set; }

    /// <summary>Whether somebody else is handed it, or a function that may run later uses it.</summary>
    internal bool IsShared { get; private set; }

    internal bool IsCancelledByHand { get; private set; }

    /// <summary>Whether it is given a timer after it was made.</summary>
    internal bool HasTimer { get; private set; }

    /// <summary>Whether its token is linked on into another source.</summary>
    internal bool IsLinkedOn { get; private set; }

    /// <summary>Whether its variable is assigned again.</summary>
    internal bool IsAssigned { get; private set; }

    /// <summary>Whether its token goes where nobody can tell for how long it is used: into an object, a subscription, a task that nobody awaits.</summary>
    internal bool Outlives { get; private set; }

    /// <summary>Whether its token, or a task that observes it, is returned to a caller who must not find it disposed.</summary>
    internal bool IsReturned { get; private set; }

    /// <summary>The calls that are handed its token.</summary>
    internal IReadOnlyList<IInvocationOperation> Calls => _calls;

    /// <summary>Follows the source that <paramref name="creation"/> makes; null where it goes straight to somebody else.</summary>
    internal static SourceLife? Of(IOperation creation, ISymbol containing, Facts facts)
    {
        var life = new SourceLife(creation, containing, facts);
        return life.FindHolder() ? life : null;
    }

    private bool FindHolder()
    {
        var parent = Outer(_creation, out var value);
        switch (parent)
        {
            case IPropertyReferenceOperation { Property.Name: nameof(CancellationTokenSource.Token) } token when token.Instance == value:
                IsInline = true;
                FollowToken(token, 0);
                return true;
            case IVariableInitializerOperation { Parent: IVariableDeclaratorOperation declarator }:
                Local = declarator.Symbol;
                IsDisposed = IsUsing(declarator);
                break;
            case IAssignmentOperation { Target: ILocalReferenceOperation target } assignment when assignment.Value == value:
                Local = target.Local;
                IsAssigned = true;
                break;
            case IAssignmentOperation { Target: IFieldReferenceOperation target } assignment when assignment.Value == value:
                Field = target.Field;
                return true;
            case IFieldInitializerOperation { InitializedFields: { Length: 1 } fields }:
                Field = fields[0];
                return true;
        }

        if (Local is null) return false;
        foreach (var part in _creation.Root().Descendants())
            if (part is ILocalReferenceOperation use && SymbolEqualityComparer.Default.Equals(use.Local, Local)) Judge(use);
        return true;
    }

    private static bool IsUsing(IVariableDeclaratorOperation declarator)
    {
        var group = declarator.Parent?.Parent;
        return group?.Parent is IUsingDeclarationOperation or IUsingOperation;
    }

    private void Judge(ILocalReferenceOperation use)
    {
        var parent = Outer(use, out var value);
        switch (MemberOf(parent, value))
        {
            case IInvocationOperation { TargetMethod.Name: "Dispose" }: IsDisposed = true; return;
            case IInvocationOperation { TargetMethod.Name: "CancelAfter" }: HasTimer = true; break;
            case IInvocationOperation { TargetMethod.Name: "Cancel" or "CancelAsync" }: IsCancelledByHand = true; break;
            case IPropertyReferenceOperation { Property.Name: nameof(CancellationTokenSource.Token) } token: FollowToken(token, 0); break;
            case not null: break;
            default:
                if (parent is IUsingOperation) IsDisposed = true;
                else if (parent is IAssignmentOperation assignment && assignment.Target == value) IsAssigned = true;
                else if (parent is not (INameOfOperation or IBinaryOperation or IIsPatternOperation)) IsShared = true;
                break;
        }

        if (!_tokens.Reaches(use, _function)) IsShared = true;
    }

    private void FollowToken(IOperation token, int depth)
    {
        var parent = Outer(token, out var value);
        while (parent is IArrayInitializerOperation or IArrayCreationOperation) parent = Outer(parent, out _);
        switch (parent)
        {
            case IArgumentOperation { Parent: IInvocationOperation call }: FollowCall(call); break;
            case IArgumentOperation { Parent: IObjectCreationOperation { Type: { IsReferenceType: true } type } }:
                Outlives |= !type.IsOrDerivesFrom(_facts[KnownType.Exception]);
                break;
            case IArgumentOperation { Parent: IObjectCreationOperation options }: FollowOptions(options); break;
            case IArgumentOperation: break;
            case IInvocationOperation { TargetMethod.Name: "Register" or "UnsafeRegister" } call when call.Instance == value: Outlives |= !_isAsync; break;
            case IInvocationOperation or IPropertyReferenceOperation or IBinaryOperation: break;
            case IVariableInitializerOperation { Parent: IVariableDeclaratorOperation declarator } when depth == 0:
                foreach (var part in token.Root().Descendants())
                    if (part is ILocalReferenceOperation use && SymbolEqualityComparer.Default.Equals(use.Local, declarator.Symbol))
                        FollowToken(use, depth + 1);
                break;
            case IReturnOperation: IsReturned = true; break;

            // new ParallelOptions { CancellationToken = source.Token }
            case IAssignmentOperation { Target: IPropertyReferenceOperation { Instance: IInstanceReferenceOperation made } } set
                when made.ReferenceKind == InstanceReferenceKind.ImplicitReceiver:
                FollowOptions(set.Parent?.Parent);
                break;
            default: Outlives = true; break;
        }
    }

    // What is made of the token and handed to a call at once: new CommandDefinition(sql, cancellationToken: source.Token).
    private void FollowOptions(IOperation? options)
    {
        if (options is not null && Outer(options, out _) is IArgumentOperation { Parent: IInvocationOperation call }) FollowCall(call);
    }

    private void FollowCall(IInvocationOperation call)
    {
        if (_tokens.Makes(call) == SourceKind.Linked)
        {
            IsLinkedOn = true;
            return;
        }

        _calls.Add(call);
        var isTask = call.Type?.IsAwaitable(_facts) == true;
        if (!_tokens.Reaches(call, _function)) Outlives = true;
        else if ((isTask || _facts.Is(call.Type, KnownType.IAsyncEnumerableOfT)) && !_isAsync && IsReturnedByMaker(call)) IsReturned = true;
        else if (isTask ? !IsWaitedFor(call) : Tokens.Keeps(call.TargetMethod.Name)) Outlives = true;
    }

    private bool IsReturnedByMaker(IInvocationOperation call)
    {
        var parent = Outer(call, out _);
        return parent is IReturnOperation && call.NestedFunction()?.Syntax == _function;
    }

    // By an await, with others, by blocking; or its task is kept in a variable that is awaited.
    private static bool IsWaitedFor(IInvocationOperation call)
    {
        if (Tokens.IsAwaited(call)) return true;
        switch (Outer(call, out var value))
        {
            case IInvocationOperation next: return next.Instance == value;
            case IPropertyReferenceOperation property: return property.Instance == value;

            // await Work(source.Token).OrTimeout()
            case IArgumentOperation { Parent: IInvocationOperation { TargetMethod.IsExtensionMethod: true } next }
                when next.Arguments[0].Value.Unconverted() == call: return Tokens.IsAwaited(next);
            case IVariableInitializerOperation { Parent: IVariableDeclaratorOperation declarator }:
                foreach (var part in call.Root().Descendants())
                    if (part is ILocalReferenceOperation use && SymbolEqualityComparer.Default.Equals(use.Local, declarator.Symbol)
                        && IsInAwait(use)) return true;
                return false;
            default: return false;
        }
    }

    private static bool IsInAwait(IOperation use)
    {
        for (var parent = use.Parent; parent is not null; parent = parent.Parent)
        {
            if (parent is IAwaitOperation) return true;
            if (parent is IBlockOperation or IAnonymousFunctionOperation) return false;
        }

        return false;
    }

    // source.Member, or the Member of source?.Member.
    private static IOperation? MemberOf(IOperation? parent, IOperation value)
    {
        switch (parent)
        {
            case IInvocationOperation call when call.Instance == value: return call;
            case IPropertyReferenceOperation property when property.Instance == value: return property;
            case IConditionalAccessOperation access when access.Operation == value:
                foreach (var part in access.WhenNotNull.DescendantsAndSelf())
                {
                    if (part is IInvocationOperation { Instance: IConditionalAccessInstanceOperation }
                        or IPropertyReferenceOperation { Instance: IConditionalAccessInstanceOperation })
                        return part;
                }

                return null;
            default: return null;
        }
    }

    // What uses the value, past conversions and parentheses.
    private static IOperation? Outer(IOperation operation, out IOperation value)
    {
        value = operation;
        var parent = operation.Parent;
        for (; parent is IConversionOperation or IParenthesizedOperation; parent = parent.Parent) value = parent;
        return parent;
    }
}
