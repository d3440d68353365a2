using System.Runtime.CompilerServices;

namespace ArchitectAnalyzers.Models;

internal sealed partial class Tokens
{
    // Loops live as long as they are analysed.
    private readonly ConditionalWeakTable<IOperation, StrongBox<bool>> _deaf = new();

    /// <summary>
    /// The token by which the host tells a hosted service to stop: the parameter of <c>ExecuteAsync</c>, <c>StartAsync</c> and the like, and of
    /// the service's private methods, which run on its behalf. Null for any other method.
    /// </summary>
    internal IParameterSymbol? StoppingToken(IMethodSymbol method)
    {
        if ((method.Name is not ("ExecuteAsync" or "StartAsync" or "StartingAsync" or "StartedAsync") && method.DeclaredAccessibility != Accessibility.Private)
            || !method.ContainingType.IsA(_facts[KnownType.IHostedService])) return null;
        foreach (var parameter in method.Parameters)
            if (IsPlainToken(parameter.Type)) return parameter;
        return null;
    }

    /// <summary>
    /// Whether a loop would go on when its host stops: it has no end of its own, and neither tests nor forwards the stopping token, nor
    /// anything made from it, nor another token that somebody keeps for it. A loop that some other condition, a <c>break</c> or a
    /// <c>return</c> ends is not deaf, and neither is a <c>foreach</c>, but for one over a channel: whoever gives its items may end them.
    /// </summary>
    internal bool IsDeafLoop(ILoopOperation loop, IParameterSymbol stoppingToken) =>
        IsDeaf(loop, stoppingToken, stoppingToken.ContainingSymbol.ContainingType);

    /// <summary>The same, for a private method of a hosted service that was handed no token to listen to.</summary>
    internal bool IsDeafLoop(ILoopOperation loop, INamedTypeSymbol service) => IsDeaf(loop, null, service);

    private bool IsDeaf(ILoopOperation loop, IParameterSymbol? stoppingToken, INamedTypeSymbol service)
    {
        if (!IsEndless(loop) || HasExit(loop) || (!IsForever(loop) && IsEndedByItsService(service))) return false;
        var made = stoppingToken is null ? null : MadeFrom(loop, stoppingToken);
        foreach (var part in loop.Descendants())
        {
            if (Mentioned(part) is { } symbol && (SymbolEqualityComparer.Default.Equals(symbol, stoppingToken) || made?.Contains(symbol) == true)) return false;
            if (part is IInvalidOperation || IsKeptElsewhere(part)) return false;
        }

        return true;
    }

    // _stop.Token, lifetime.ApplicationStopping; not the token of a local source, which is a time limit.
    private bool IsKeptElsewhere(IOperation part) => part switch
    {
        IFieldReferenceOperation field => IsSource(field.Type) || IsPlainToken(field.Type),
        IPropertyReferenceOperation { Property.IsStatic: false } property => IsPlainToken(property.Type) && !IsSource(property.Instance?.Type),
        _ => false,
    };

    /// <summary>Whether the operation is in a loop, or is one, that is deaf to the stopping token of the method that contains it.</summary>
    internal bool IsInDeafLoop(IOperation operation, ISymbol containing)
    {
        if (containing is not IMethodSymbol method) return false;
        for (var parent = operation; parent is not null; parent = parent.Parent)
        {
            if (parent is not ILoopOperation loop) continue;
            if (StoppingToken(method) is not { } stoppingToken) return false;
            if (!_deaf.TryGetValue(loop, out var isDeaf)) isDeaf = _deaf.GetValue(loop, _ => new(IsDeafLoop(loop, stoppingToken)));
            if (isDeaf.Value) return true;
        }

        return false;
    }

    /// <summary>
    /// Whether the operation is what a loop of a hosted service waits for, and the service ends that loop itself when it is told to stop: it
    /// works off what it has accepted.
    /// </summary>
    internal bool IsDrain(IOperation operation, ISymbol containing)
    {
        if (containing is not IMethodSymbol method || StoppingToken(method) is null) return false;
        for (var (child, parent) = (operation, operation.Parent); parent is not null; (child, parent) = (parent, parent.Parent))
            if (parent is ILoopOperation loop)
                return child != loop.Body && IsEndless(loop) && !IsForever(loop) && IsEndedByItsService(method.ContainingType);
        return false;
    }

    /// <summary>Whether the loop has no end of its own: <c>while (true)</c>, <c>for (;;)</c>, and the waits that end when somebody stops them.</summary>
    internal static bool IsEndless(ILoopOperation loop) => IsForever(loop) || Awaited(loop)?.Unwrapped() is IInvocationOperation
    {
        TargetMethod: { Name: "WaitForNextTickAsync", ContainingType.Name: "PeriodicTimer" }
            or { Name: "WaitToReadAsync" or "ReadAllAsync", ContainingType.Name: "ChannelReader" },
    };

    private static bool IsForever(ILoopOperation loop) => loop switch
    {
        IWhileLoopOperation { ConditionIsUntil: false, Condition.ConstantValue: { HasValue: true, Value: true } } => true,
        IForLoopOperation { Condition: null or { ConstantValue: { HasValue: true, Value: true } } } => true,
        _ => false,
    };

    private static IOperation? Awaited(ILoopOperation loop) => loop switch
    {
        IWhileLoopOperation { ConditionIsUntil: false, Condition: IAwaitOperation condition } => condition.Operation,
        IForLoopOperation { Condition: IAwaitOperation condition } => condition.Operation,
        IForEachLoopOperation { IsAsynchronous: true } each => each.Collection.Unconverted() is IInvocationOperation
            { TargetMethod: { Name: "ConfigureAwait", IsExtensionMethod: true },
                Arguments: { IsEmpty: false } arguments } ? arguments[0].Value : each.Collection,
        _ => null,
    };

    // By completing the channel, or by disposing of the timer when it is told to stop.
    private static bool IsEndedByItsService(INamedTypeSymbol service)
    {
        foreach (var reference in service.DeclaringSyntaxReferences)
        {
            foreach (var node in reference.GetSyntax().DescendantNodes())
            {
                if (node is not InvocationExpressionSyntax call
                    || CallShapes.NameNode(call) is not SimpleNameSyntax { Identifier.ValueText: var name }) continue;
                if (name is "Complete" or "TryComplete") return true;
                if (name == "Dispose" && call.FirstAncestorOrSelf<MethodDeclarationSyntax>() is { Identifier.ValueText: "StopAsync"
                    or "StoppingAsync" }) return true;
            }
        }

        return false;
    }

    private static bool HasExit(ILoopOperation loop)
    {
        foreach (var part in loop.Body.DescendantsAndSelf())
        {
            var leaves = part switch
            {
                IBranchOperation { BranchKind: BranchKind.Break } @break => SymbolEqualityComparer.Default.Equals(@break.Target, loop.ExitLabel),
                IBranchOperation { BranchKind: BranchKind.GoTo } => true,
                IReturnOperation { Kind: not OperationKind.YieldReturn } => true,
                _ => false,
            };
            if (leaves && !IsElsewhere(part, loop)) return true;
        }

        return false;
    }

    // In a function of its own; or in a catch, since what an error does to a loop is no way to stop it.
    private static bool IsElsewhere(IOperation part, IOperation loop)
    {
        for (var parent = part.Parent; parent is not null && parent != loop; parent = parent.Parent)
            if (parent is ICatchClauseOperation or IAnonymousFunctionOperation or ILocalFunctionOperation) return true;
        return false;
    }

    // The variables that hold the token, or something that was handed it: a linked source, a timer that its callback stops.
    private static HashSet<ISymbol>? MadeFrom(IOperation loop, IParameterSymbol stoppingToken)
    {
        var root = loop.Root();
        HashSet<ISymbol>? made = null;
        for (var before = -1; before != (made?.Count ?? 0);)
        {
            before = made?.Count ?? 0;
            foreach (var part in root.Descendants())
            {
                switch (part)
                {
                    case IVariableDeclaratorOperation declarator when declarator.GetVariableInitializer() is { Value: var value } && Holds(value):
                        (made ??= NewSet()).Add(declarator.Symbol);
                        break;
                    case IAssignmentOperation assignment when Mentioned(assignment.Target) is { } target && Holds(assignment.Value):
                        (made ??= NewSet()).Add(target);
                        break;
                    case IInvocationOperation { TargetMethod.Name: "Register" or "UnsafeRegister", Instance: { } token } call when Holds(token):
                        foreach (var argument in call.Arguments)
                            foreach (var inner in argument.Descendants())
                                if (Mentioned(inner) is { } used) (made ??= NewSet()).Add(used);
                        break;
                }
            }
        }

        return made;

        static HashSet<ISymbol> NewSet() => new(SymbolEqualityComparer.Default);

        // What is awaited is a result, and no longer listens.
        bool Holds(IOperation value)
        {
            if (value.Unconverted() is IAwaitOperation) return false;
            foreach (var part in value.DescendantsAndSelf())
                if (Mentioned(part) is { } symbol && (SymbolEqualityComparer.Default.Equals(symbol, stoppingToken)
                    || made?.Contains(symbol) == true)) return true;
            return false;
        }
    }

    private static ISymbol? Mentioned(IOperation operation) => operation switch
    {
        IParameterReferenceOperation parameter => parameter.Parameter,
        ILocalReferenceOperation local => local.Local,
        IFieldReferenceOperation field => field.Field,
        IPropertyReferenceOperation property => property.Property,
        _ => null,
    };
}
