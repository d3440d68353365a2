namespace ArchitectAnalyzers.Semantics;

/// <summary>What does asynchronous work when it is disposed, so that <c>Dispose</c> would hold a thread for it.</summary>
internal static class AsyncDisposal
{
    // Connections, commands and readers of ADO.NET are not here: their DisposeAsync calls Dispose.
    private static readonly KnownType[] s_working =
    {
        KnownType.Stream, KnownType.StreamWriter, KnownType.BinaryWriter, KnownType.Utf8JsonWriter, KnownType.ZipArchive,
        KnownType.AsyncServiceScope, KnownType.ServiceProvider, KnownType.WebApplication,
        KnownType.DbContext, KnownType.DbContextTransaction, KnownType.DbTransaction,
    };

    private static readonly KnownType[] s_inMemory = { KnownType.MemoryStream, KnownType.UnmanagedMemoryStream, KnownType.SqliteTransaction };

    /// <summary>
    /// Whether an object that can be disposed either way is known to do asynchronous work when disposed: by its type, by the type of what it was made
    /// from, or because its <c>DisposeAsync</c> in source awaits. What writes to memory does not.
    /// </summary>
    /// <param name="type">The type as which it is disposed.</param>
    /// <param name="value">The expression that it comes from, where there is one.</param>
    /// <param name="facts">The compilation's.</param>
    internal static bool Works(ITypeSymbol? type, IOperation? value, Facts facts)
    {
        if (!type.Implements(facts[KnownType.IAsyncDisposable]) || IsAny(type, s_inMemory, facts)) return false;
        var made = value?.Unwrapped().Type;
        if (!IsAny(type, s_working, facts) && !IsAny(made, s_working, facts) && !DisposesInSource(type) && !DisposesInSource(made)) return false;
        return value is null || !IsInMemory(value, facts, 0);
    }

    private static bool IsAny(ITypeSymbol? type, KnownType[] types, Facts facts)
    {
        foreach (var known in types)
            if (type.IsA(facts[known])) return true;
        return false;
    }

    private static bool IsInMemory(IOperation value, Facts facts, int depth)
    {
        value = value.Unwrapped();
        if (depth > 4) return false;
        if (IsAny(value.Type, s_inMemory, facts)) return true;
        switch (value)
        {
            // A writer or another layer over memory.
            case IObjectCreationOperation creation:
                foreach (var argument in creation.Arguments)
                    if (argument.Parameter?.Type.IsOrDerivesFrom(facts[KnownType.Stream]) == true) return IsInMemory(argument.Value, facts, depth + 1);
                return facts.Is(creation.Type, KnownType.Utf8JsonWriter);
            case IInvocationOperation { TargetMethod.Name: "GetManifestResourceStream" }:
            case IFieldReferenceOperation { Field: { IsStatic: true, Name: "Null" } }:
                return true;
            case ILocalReferenceOperation local:
                return local.Initializer() is { } origin && IsInMemory(origin, facts, depth + 1);
            default:
                return false;
        }
    }

    private static bool DisposesInSource(ITypeSymbol? type) =>
        type is { TypeKind: TypeKind.Class or TypeKind.Struct } && Declared(type, "DisposeAsync") is var (body, _) && Works(body, type);

    private static (SyntaxNode Body, INamedTypeSymbol Owner)? Declared(ITypeSymbol? type, string name)
    {
        for (var t = type; t is { SpecialType: SpecialType.None }; t = t.BaseType)
        {
            foreach (var member in t.GetMembers())
            {
                if (member is not IMethodSymbol { IsStatic: false, Parameters.Length: 0 } method
                    || (method.Name != name && !method.Name.EndsWith("." + name, StringComparison.Ordinal))) continue;
                return method.DeclaringSyntaxReferences.Length == 1 && BodyCalls.BodyOf(method.DeclaringSyntaxReferences[0].GetSyntax()) is { } body
                    ? (body, method.ContainingType)
                    : null;
            }
        }

        return null;
    }

    // Whether the body awaits something, or returns a task that something gave it.
    private static bool Works(SyntaxNode body, ITypeSymbol? type)
    {
        if (body is ExpressionSyntax expression && GivesWork(expression, type)) return true;
        foreach (var node in body.DescendantNodesAndSelf(static n => n is not (AnonymousFunctionExpressionSyntax or LocalFunctionStatementSyntax)))
        {
            switch (node)
            {
                case UsingStatementSyntax { AwaitKeyword.RawKind: not 0 }:
                case LocalDeclarationStatementSyntax { AwaitKeyword.RawKind: not 0 }:
                case CommonForEachStatementSyntax { AwaitKeyword.RawKind: not 0 }:
                case AwaitExpressionSyntax wait when GivesWork(wait.Expression, type):
                case ReturnStatementSyntax { Expression: { } returned } when GivesWork(returned, type):
                    return true;
            }
        }

        return false;
    }

    // Task.CompletedTask and default do not; the usual DisposeAsyncCore() does if it does.
    private static bool GivesWork(ExpressionSyntax task, ITypeSymbol? type)
    {
        foreach (var node in task.DescendantNodesAndSelf())
        {
            if (node is not SimpleNameSyntax { Identifier.ValueText: var name }) continue;
            switch (name)
            {
                case "Task" or "ValueTask" or "CompletedTask" or "ConfigureAwait" or "System" or "Threading" or "Tasks":
                    break;
                case "DisposeAsyncCore" or "DisposeCoreAsync":
                    if (Declared(type, name) is var (core, owner) && Works(core, owner.BaseType)) return true;
                    break;
                default:
                    return true;
            }
        }

        return false;
    }
}
