namespace ArchitectAnalyzers.Models;

/// <summary>What becomes of a connection, command, reader or context in the member that makes it.</summary>
internal sealed class DbResourceLife
{
    private static readonly string[] s_closing = { "Dispose", "Close", "Release", "Return", "Cleanup" };

    private readonly DbResources _resources;
    private readonly IOperation? _function;
    private readonly INamedTypeSymbol? _owner;

    private DbResourceLife(IOperation made, ISymbol containing, DbResources resources) =>
        (_resources, _function, _owner) = (resources, made.NestedFunction(), containing.ContainingType);

    /// <summary>The local that holds it; null where it is used in place.</summary>
    internal ILocalSymbol? Local { get; private set; }

    internal bool IsDisposed { get; private set; }

    /// <summary>Whether calls of <c>Close</c> or <c>Dispose</c> end it, no <c>using</c> and no helper: then it matters which ways lead to them.</summary>
    internal bool IsClosedByCalls { get; private set; }

    /// <summary>Whether somebody else may dispose of it: it is returned, stored, handed over, or what needs it is.</summary>
    internal bool Escapes { get; private set; }

    internal static DbResourceLife Of(IOperation made, ISymbol containing, DbResources resources)
    {
        var life = new DbResourceLife(made, containing, resources);
        life.Follow(made, isVariable: false);

        life.IsClosedByCalls &= !life.IsDisposed;
        life.IsDisposed |= life.IsClosedByCalls;

        // A query over it is what the caller gets.
        if (made.Function(containing)?.ReturnType is { Name: "IQueryable" or "IOrderedQueryable" or "DbSet" }) life.Escapes = true;
        return life;
    }

    private void Follow(IOperation made, bool isVariable)
    {
        var parent = Outer(made, out var value);
        switch (parent)
        {
            case IVariableInitializerOperation { Parent: IVariableDeclaratorOperation declarator } when !isVariable:
                if (declarator.Parent?.Parent?.Parent is IUsingDeclarationOperation or IUsingOperation) IsDisposed = true;
                FollowLocal(declarator.Symbol, made);
                break;
            case ISimpleAssignmentOperation { Target: ILocalReferenceOperation target } assignment when assignment.Value == value && !isVariable:
                FollowLocal(target.Local, made);
                break;
            case IAssignmentOperation assignment when assignment.Target == value: break;

            // command.Connection = connection
            case ISimpleAssignmentOperation { Target: IPropertyReferenceOperation { Property.Name: "Connection" or "DbConnection", Instance: { } command } }
                when _resources.IsCommand(command.Type) && isVariable: break;
            case IUsingOperation: IsDisposed = true; break;
            case IInvocationOperation call when call.Instance == value:
                if (GivesItself(call, value)) Follow(call, isVariable);
                else Use(call);
                break;
            case IConditionalAccessOperation access when access.Operation == value:
                if (access.WhenNotNull is IInvocationOperation conditional) Use(conditional);
                break;
            case IArgumentOperation { Parent: IInvocationOperation { TargetMethod.IsExtensionMethod: true } call } argument when call.Arguments[0] == argument && GivesItself(call, value):
                Follow(call, isVariable);
                break;
            case IArgumentOperation { Parent: IInvocationOperation call } argument: Hand(call, argument); break;
            case IArgumentOperation { Parent: IObjectCreationOperation { Type: var type } }: Escapes |= !_resources.Borrows(type); break;
            case IPropertyReferenceOperation or IFieldReferenceOperation or IEventReferenceOperation: break;
            case IBinaryOperation or IIsPatternOperation or IIsTypeOperation or INameOfOperation: break;
            case IExpressionStatementOperation: break;
            default: Escapes = true; break;
        }
    }

    // command.With("id", id): what it gives is the command.
    private bool GivesItself(IInvocationOperation call, IOperation value) =>
        call.Type.Result() is { } given
        && (_resources.IsCommand(given) && _resources.IsCommand(value.Type) || _resources.IsConnection(given) && _resources.IsConnection(value.Type));

    private void FollowLocal(ILocalSymbol local, IOperation made)
    {
        Local = local;
        foreach (var part in made.Root().Descendants())
        {
            // A reader that closes the connection owns it.
            if (part is IFieldReferenceOperation { Field: { Name: "CloseConnection", ContainingType.Name: "CommandBehavior" } }) Escapes = true;
            if (part is not ILocalReferenceOperation use || !SymbolEqualityComparer.Default.Equals(use.Local, local)) continue;
            Follow(use, isVariable: true);
            if (use.NestedFunction() != _function) Escapes = true;
        }
    }

    private void Use(IInvocationOperation call)
    {
        var name = call.TargetMethod.Name;
        if (name is "Dispose" or "DisposeAsync" or "Close" or "CloseAsync") IsClosedByCalls = true;

        // What it gives needs it: a reader, a command, a query that runs later.
        else if (IsGivenAway(call)) Escapes = true;
    }

    private bool IsGivenAway(IInvocationOperation call)
    {
        if (!IsBound(call.Type.Result())) return false;
        return Outer(call, out _) is IReturnOperation or IArgumentOperation
            || Outer(call, out _) is IVariableInitializerOperation { Parent: IVariableDeclaratorOperation declarator } && IsReturned(declarator.Symbol, call);
    }

    private bool IsReturned(ILocalSymbol local, IOperation from)
    {
        foreach (var part in from.Root().Descendants())
            if (part is ILocalReferenceOperation use && SymbolEqualityComparer.Default.Equals(use.Local, local) && Outer(use, out _) is IReturnOperation or IAssignmentOperation) return true;
        return false;
    }

    private bool IsBound(ITypeSymbol? type) =>
        type is { Name: "IDataReader" or "DbDataReader" or "IQueryable" or "IOrderedQueryable" or "IAsyncEnumerable" } || type is { Name: var name } && name.EndsWith("DataReader", StringComparison.Ordinal)
        || _resources.IsCommand(type);

    private void Hand(IInvocationOperation call, IArgumentOperation argument)
    {
        var method = call.TargetMethod;
        if (method.Name == "ConfigureAwait")
        {
            IsDisposed = true;
            return;
        }

        foreach (var word in s_closing)
        {
            if (method.Name.IndexOf(word, StringComparison.Ordinal) < 0) continue;
            IsDisposed = true;
            return;
        }

        if (method.IsExtensionMethod && call.Arguments[0] == argument)
        {
            if (IsGivenAway(call)) Escapes = true;
            return;
        }

        // A helper of one's own works with it, and gives it back by returning.
        var isHelper = method.DeclaredAccessibility == Accessibility.Private && SymbolEqualityComparer.Default.Equals(method.ContainingType, _owner) && !IsBound(call.Type.Result());
        if (!isHelper || argument.Parameter is { } parameter && Closes(method, parameter.Name)) Escapes = true;
    }

    // using (command), using var c = command, command.Dispose(): the helper ends it.
    private static bool Closes(IMethodSymbol helper, string parameter)
    {
        if (helper.DeclaringSyntaxReferences.Length != 1) return true;
        foreach (var token in helper.DeclaringSyntaxReferences[0].GetSyntax().DescendantTokens())
        {
            if (token.IsKind(SyntaxKind.UsingKeyword)
                && token.Parent is UsingStatementSyntax { Expression: { } held } && held.ToString().StartsWith(parameter, StringComparison.Ordinal)) return true;
            if (!token.IsKind(SyntaxKind.IdentifierToken) || token.ValueText != parameter || token.Parent is not IdentifierNameSyntax name) continue;
            if (name.Parent is EqualsValueClauseSyntax { Parent.Parent.Parent: LocalDeclarationStatementSyntax { UsingKeyword.RawKind: not 0 } or UsingStatementSyntax }
                || name.Parent is EqualsValueClauseSyntax { Parent.Parent: VariableDeclarationSyntax { Parent: UsingStatementSyntax } }) return true;
            if (name.Parent is MemberAccessExpressionSyntax { Name.Identifier.ValueText: "Dispose" or "DisposeAsync" or "Close" or "CloseAsync" } access && access.Expression == name
                || name.Parent is ConditionalAccessExpressionSyntax optional && optional.Expression == name && optional.WhenNotNull.ToString().IndexOf("ose", StringComparison.Ordinal) >= 0) return true;
        }

        return false;
    }

    // What uses the value, past what passes it through.
    private static IOperation? Outer(IOperation operation, out IOperation value)
    {
        value = operation;
        var parent = operation.Parent;
        while (parent is IConversionOperation or IParenthesizedOperation or IAwaitOperation || parent is IInvocationOperation { TargetMethod.Name: "ConfigureAwait" } configured && configured.Instance == value)
            (value, parent) = (parent, parent.Parent);
        return parent;
    }
}
