namespace ArchitectAnalyzers.Models;

internal sealed partial class Tokens
{
    /// <summary>
    /// The async stream of an <c>await foreach</c> that observes no token: behind <c>ConfigureAwait</c> and conversions. Null where it was
    /// given one on its way, where that cannot be told, and where one would do nothing.
    /// </summary>
    internal IOperation? UncancelledStream(IForEachLoopOperation loop)
    {
        if (!loop.IsAsynchronous) return null;
        var stream = loop.Collection.Unconverted();
        while (stream is IInvocationOperation { TargetMethod.Name: "ConfigureAwait" } configured && ReceiverOf(configured) is { } receiver) stream = receiver;
        if ((!IsStream(stream.Type) && !IsTable(stream.Type)) || IsGivenToken(stream, 0) || IgnoresTokens(stream)) return null;
        return stream;
    }

    /// <summary>Whether the type is a table of Entity Framework, which is enumerated by pattern: a stream only once it is asked for one.</summary>
    internal bool IsTable(ITypeSymbol? type) => !IsStream(type) && type.IsOrDerivesFrom(_facts[KnownType.DbSet]);

    private bool IsStream(ITypeSymbol? type) => type is not null && type.Implements(_facts[KnownType.IAsyncEnumerableOfT]);

    private static IOperation? ReceiverOf(IInvocationOperation call) =>
        (call.Instance ?? (call.TargetMethod.IsExtensionMethod && call.Arguments.Length > 0 ? call.Arguments[0].Value : null))?.Unconverted();

    // A token among what makes the stream, or among what made the variables that it is made of.
    private bool IsGivenToken(IOperation stream, int depth)
    {
        foreach (var part in stream.DescendantsAndSelf())
        {
            if (IsToken(part.Type) && part is not IDefaultValueOperation { IsImplicit: true }) return true;
            if (part is ILocalReferenceOperation { Local: var local } && (depth > 3 || IsMadeWithToken(part, local, depth))) return true;
        }

        return false;
    }

    private bool IsMadeWithToken(IOperation from, ILocalSymbol local, int depth)
    {
        foreach (var part in from.Root().Descendants())
        {
            var value = part switch
            {
                IVariableDeclaratorOperation declarator when SymbolEqualityComparer.Default.Equals(declarator.Symbol, local) => declarator.GetVariableInitializer()?.Value,
                IAssignmentOperation { Target: ILocalReferenceOperation target } assignment when SymbolEqualityComparer.Default.Equals(target.Local, local) => assignment.Value,
                _ => null,
            };
            if (value is not null && IsGivenToken(value, depth + 1)) return true;
        }

        return false;
    }

    // Of an iterator of ours that takes no token, and of items that are there already, WithCancellation changes nothing.
    private static bool IgnoresTokens(IOperation stream)
    {
        if (stream is not IInvocationOperation { TargetMethod: var method }) return false;
        if (method.Name == "ToAsyncEnumerable") return true;
        var definition = (method.ReducedFrom ?? method).OriginalDefinition;
        if (!definition.IsAsync || definition.DeclaringSyntaxReferences.IsEmpty) return false;
        foreach (var parameter in definition.Parameters)
            if (parameter.Type.Name == nameof(CancellationToken)) return false;
        return true;
    }
}
