using System.Collections.Concurrent;

namespace ArchitectAnalyzers.Models;

internal sealed partial class RoundTrips
{
    private readonly ConcurrentDictionary<ISymbol, ISymbol> _contexts = new(SymbolEqualityComparer.Default);

    /// <summary>
    /// One variable for all that hold one context in a type: <c>_orders = db.Orders</c> and <c>_db = db</c> in its constructor are <c>_db</c>. The variable
    /// itself where nothing is seen.
    /// </summary>
    internal ISymbol ContextBehind(ISymbol holder)
    {
        if (holder is not (IFieldSymbol or IPropertySymbol or IParameterSymbol { ContainingSymbol: IMethodSymbol { MethodKind: MethodKind.Constructor } })) return holder;
        if (!IsContextVariable(holder)) return holder;
        return _contexts.TryGetValue(holder, out var known) ? known : _contexts.GetOrAdd(holder, Find(holder));
    }

    /// <summary>Whether a variable holds a set.</summary>
    internal bool IsSetVariable(ISymbol holder) =>
        IsSet((holder as IFieldSymbol)?.Type ?? (holder as IPropertySymbol)?.Type ?? (holder as IParameterSymbol)?.Type ?? (holder as ILocalSymbol)?.Type);

    private ISymbol Find(ISymbol holder)
    {
        var origin = OriginOf(holder, 0);
        foreach (var member in holder.ContainingType.GetMembers())
        {
            var type = (member as IFieldSymbol)?.Type ?? (member as IPropertySymbol)?.Type;
            if (type is not null && !member.IsImplicitlyDeclared && IsContext(type) && SymbolEqualityComparer.Default.Equals(OriginOf(member, 0), origin)) return member;
        }

        return origin;
    }

    // The parameter of a constructor that a readonly member got its context from.
    private ISymbol OriginOf(ISymbol member, int depth)
    {
        if (depth > 3 || member is not (IFieldSymbol { IsReadOnly: true } or IPropertySymbol { SetMethod: null, IsIndexer: false }) || ValueOf(member) is not { } value) return member;
        var origin = IsContext(value.Type) ? HeldObjects.SymbolOf(value) : IsSet(value.Type) ? Holder(value) : null;
        return origin is IParameterSymbol or IFieldSymbol or IPropertySymbol && !SymbolEqualityComparer.Default.Equals(origin, member) ? OriginOf(origin, depth + 1) : member;
    }

    // What it is given, in the one place that gives it something: its initializer, the property's expression, or a constructor.
    private IOperation? ValueOf(ISymbol member)
    {
        ExpressionSyntax? value = null;
        foreach (var reference in member.DeclaringSyntaxReferences)
        {
            value = reference.GetSyntax() switch
            {
                VariableDeclaratorSyntax { Initializer.Value: var initial } => initial,
                PropertyDeclarationSyntax { Initializer.Value: var initial } => initial,
                PropertyDeclarationSyntax { ExpressionBody.Expression: var body } => body,
                _ => null,
            };
        }

        foreach (var constructor in member.ContainingType.InstanceConstructors)
        {
            if (constructor.DeclaringSyntaxReferences.IsEmpty || constructor.DeclaringSyntaxReferences[0].GetSyntax() is not ConstructorDeclarationSyntax declaration) continue;
            foreach (var assignment in Assignments(declaration, member.Name))
            {
                if (value is not null) return null;
                value = assignment.Right;
            }
        }

        if (value is null || _facts.Semantics(value.SyntaxTree).GetOperation(value) is not { } operation) return null;
        operation = operation.Unconverted();

        // db ?? throw new ArgumentNullException(nameof(db))
        return operation is ICoalesceOperation { Value: var given, WhenNull: var otherwise } && otherwise.Unconverted() is IThrowOperation ? given.Unconverted() : operation;
    }

    private static IEnumerable<AssignmentExpressionSyntax> Assignments(ConstructorDeclarationSyntax constructor, string name)
    {
        if (constructor.ExpressionBody?.Expression is AssignmentExpressionSyntax single && IsTo(single, name)) yield return single;
        if (constructor.Body is null) yield break;
        foreach (var statement in constructor.Body.Statements)
            if (statement is ExpressionStatementSyntax { Expression: AssignmentExpressionSyntax assignment } && IsTo(assignment, name)) yield return assignment;
    }

    private static bool IsTo(AssignmentExpressionSyntax assignment, string name) => assignment.Left switch
    {
        IdentifierNameSyntax identifier => identifier.Identifier.ValueText == name,
        MemberAccessExpressionSyntax { Expression: ThisExpressionSyntax, Name.Identifier.ValueText: var member } => member == name,
        _ => false,
    };
}
