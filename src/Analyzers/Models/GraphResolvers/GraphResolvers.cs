namespace ArchitectAnalyzers.Models;

/// <summary>Code that runs once for each object of a GraphQL result: resolvers that know their parent.</summary>
internal sealed class GraphResolvers
{
    private readonly Facts _facts;

    internal GraphResolvers(Facts facts)
    {
        _facts = facts;
        AreThere = facts.Has(KnownType.HotChocolateParent) || facts.Has(KnownType.HotChocolateContext) || facts.Has(KnownType.HotChocolateService)
            || facts.Has(KnownType.GraphQLFieldContext);
    }

    /// <summary>Whether the compilation knows a GraphQL server at all.</summary>
    internal bool AreThere { get; }

    /// <summary>Whether an operation runs for each parent by itself, not for a batch of them.</summary>
    internal bool RunsForEachParent(IOperation operation, ISymbol containing)
    {
        for (var function = operation.NestedFunction(); function is not null; function = function.NestedFunction())
        {
            if (function is ILocalFunctionOperation) continue;
            IOperation? handed = function.Parent;
            while (handed is IDelegateCreationOperation or IConversionOperation) handed = handed.Parent;
            if (handed is not IArgumentOperation { Parent: IInvocationOperation { TargetMethod.Name: var name } }) continue;
            if (name.IndexOf("Loader", StringComparison.Ordinal) >= 0 || name.IndexOf("Batch", StringComparison.Ordinal) >= 0) return false;
            if (name.StartsWith("Resolve", StringComparison.Ordinal) && ReadsParent(function)) return true;
        }

        return containing is IMethodSymbol method && IsResolver(method, operation);
    }

    // context.Parent<Order>() of Hot Chocolate; context.Source of GraphQL.NET.
    private bool ReadsParent(IOperation function)
    {
        foreach (var part in function.Descendants())
        {
            switch (part)
            {
                case IInvocationOperation { TargetMethod: { Name: "Parent", Arity: 1 } parent } call
                    when (call.Instance?.Type ?? parent.ContainingType).IsA(_facts[KnownType.HotChocolateContext]):
                case IPropertyReferenceOperation { Property.Name: "Source", Instance.Type: INamedTypeSymbol { Arity: 1 } type }
                    when type.IsA(_facts[KnownType.GraphQLFieldContext]) && type.TypeArguments[0].SpecialType != SpecialType.System_Object:
                    return true;
            }
        }

        return false;
    }

    private bool IsResolver(IMethodSymbol method, IOperation operation)
    {
        var takesService = false;
        foreach (var parameter in method.Parameters)
        {
            foreach (var attribute in parameter.GetAttributes())
            {
                if (_facts.Is(attribute.AttributeClass, KnownType.HotChocolateParent)) return !IsBatch(method);
                takesService |= attribute.AttributeClass?.Name == "ServiceAttribute"
                    && attribute.AttributeClass.IsOrDerivesFrom(_facts[KnownType.HotChocolateService]);
            }
        }

        // A method of the object itself: it is handed services, and asks for what belongs to this.
        return takesService && !method.IsStatic && !IsBatch(method) && ReadsItself(operation, method.ContainingType);
    }

    private static bool IsBatch(IMethodSymbol method)
    {
        foreach (var attribute in method.GetAttributes())
            if (attribute.AttributeClass is { Name: "DataLoaderAttribute" or "BatchResolverAttribute" }) return true;
        return false;
    }

    private static bool ReadsItself(IOperation query, INamedTypeSymbol type)
    {
        foreach (var part in query.Descendants())
        {
            if (part is IPropertyReferenceOperation { Instance: IInstanceReferenceOperation, Property: { Type: var held, ContainingType: var owner } }
                && SymbolEqualityComparer.Default.Equals(owner, type) && (held.IsValueType || held.SpecialType == SpecialType.System_String)) return true;
        }

        return false;
    }
}

internal static class GraphResolversOfFacts
{
    /// <summary>The GraphQL resolvers of this compilation.</summary>
    internal static GraphResolvers GraphResolvers(this Facts facts) => facts.Model(static f => new GraphResolvers(f));
}
