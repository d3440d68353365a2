using System.Runtime.CompilerServices;

namespace ArchitectAnalyzers.Semantics;

/// <summary>
/// What is attached to events with <c>+=</c>. Each tree is walked once in its life for the names; only those that match are bound.
/// </summary>
internal static class Subscriptions
{
    private static readonly ConditionalWeakTable<SyntaxTree, Dictionary<string, List<AssignmentExpressionSyntax>>> s_byTree = new();
    private static readonly Dictionary<string, List<AssignmentExpressionSyntax>> s_none = new();

    /// <summary>Whether a method, local function, or a variable that holds a delegate is attached to an event anywhere in the compilation.</summary>
    internal static bool IsAttached(ISymbol handler, Facts facts, CancellationToken cancellationToken)
    {
        // A local is attached where it is declared.
        if (handler is ILocalSymbol or IMethodSymbol { MethodKind: MethodKind.LocalFunction })
            return !handler.DeclaringSyntaxReferences.IsEmpty && IsAttached(handler, handler.DeclaringSyntaxReferences[0].SyntaxTree, facts, cancellationToken);
        foreach (var tree in facts.Compilation.SyntaxTrees)
            if (IsAttached(handler, tree, facts, cancellationToken)) return true;
        return false;
    }

    /// <summary>Whether a delegate's parameters are those of an event: <c>(object sender, EventArgs e)</c>.</summary>
    internal static bool IsEventShaped(this IMethodSymbol method, Facts facts) =>
        method.Parameters is { Length: 2 } parameters
        && parameters[0].Type.SpecialType == SpecialType.System_Object
        && (parameters[1].Type.IsOrDerivesFrom(facts[KnownType.EventArgs]) || parameters[1].Type.Name.EndsWith("EventArgs", StringComparison.Ordinal));

    private static bool IsAttached(ISymbol handler, SyntaxTree tree, Facts facts, CancellationToken cancellationToken)
    {
        if (!Of(tree, cancellationToken).TryGetValue(handler.Name, out var candidates)) return false;
        foreach (var candidate in candidates)
        {
            if (facts.Semantics(tree).GetOperation(candidate, cancellationToken) is IEventAssignmentOperation { HandlerValue: var value }
                && AreSame(Target(value), handler)) return true;
        }

        return false;
    }

    private static ISymbol? Target(IOperation value)
    {
        while (true)
        {
            switch (value)
            {
                case IConversionOperation conversion: value = conversion.Operand; break;
                case IDelegateCreationOperation creation: value = creation.Target; break;
                case IMethodReferenceOperation method: return method.Method;
                case ILocalReferenceOperation local: return local.Local;
                case IMemberReferenceOperation member: return member.Member;
                default: return null;
            }
        }
    }

    // Symbols of locals are made anew by each semantic model; their syntax is one.
    private static bool AreSame(ISymbol? target, ISymbol handler) => handler is ILocalSymbol or IMethodSymbol { MethodKind: MethodKind.LocalFunction }
        ? target is not null && !target.DeclaringSyntaxReferences.IsEmpty
            && target.DeclaringSyntaxReferences[0].Span == handler.DeclaringSyntaxReferences[0].Span && target.Kind == handler.Kind
        : SymbolEqualityComparer.Default.Equals(target?.OriginalDefinition, handler.OriginalDefinition);

    private static Dictionary<string, List<AssignmentExpressionSyntax>> Of(SyntaxTree tree, CancellationToken cancellationToken) =>
        s_byTree.TryGetValue(tree, out var known) ? known : s_byTree.GetValue(tree, t => Search(t, cancellationToken));

    // A walk makes every node of a file anew; few files subscribe to anything.
    private static Dictionary<string, List<AssignmentExpressionSyntax>> Search(SyntaxTree tree, CancellationToken cancellationToken) =>
        tree.GetText(cancellationToken).ToString().Contains("+=") ? Walk(tree.GetRoot(cancellationToken)) : s_none;

    private static Dictionary<string, List<AssignmentExpressionSyntax>> Walk(SyntaxNode root)
    {
        var found = new Dictionary<string, List<AssignmentExpressionSyntax>>(StringComparer.Ordinal);
        foreach (var node in root.DescendantNodes(static node => node is not (AttributeListSyntax or UsingDirectiveSyntax or BaseListSyntax)))
        {
            if (node is not AssignmentExpressionSyntax { RawKind: (int)SyntaxKind.AddAssignmentExpression } assignment
                || CallShapes.MethodName(assignment.Right) is not { } name) continue;
            if (!found.TryGetValue(name, out var same)) found.Add(name, same = new List<AssignmentExpressionSyntax>(1));
            same.Add(assignment);
        }

        return found;
    }
}
