namespace ArchitectAnalyzers.Models;

// Collections of texts: lists of conditions, allow-lists, generated placeholders.
internal sealed partial class Reader
{
    // Newer compilers' operations, which this Roslyn has no name for.
    private const OperationKind CollectionExpression = (OperationKind)127, Spread = (OperationKind)128;

    private static bool IsCollectionExpression(IOperation operation) => operation.Kind == CollectionExpression;

    private static bool IsLinq(IMethodSymbol method) =>
        method.ContainingType is { ContainingNamespace: { Name: "Linq", ContainingNamespace.Name: "System" } };

    private static bool IsSequence(ITypeSymbol type)
    {
        if (type.OriginalDefinition.SpecialType == SpecialType.System_Collections_Generic_IEnumerable_T) return true;
        foreach (var contract in type.AllInterfaces)
            if (contract.OriginalDefinition.SpecialType == SpecialType.System_Collections_Generic_IEnumerable_T) return true;
        return false;
    }

    private static bool IsDictionary(ITypeSymbol? type) => type is { Name: var name } && name.EndsWith("Dictionary", StringComparison.Ordinal);

    /// <summary>Any one element of a collection; of a dictionary, any one value.</summary>
    private ComposedText ReadElement(IOperation collection)
    {
        ComposedText? all = null;
        foreach (var element in Elements(collection)) all = element.Or(all);
        return all ?? ComposedText.Empty;
    }

    /// <summary>The elements of a collection in order, as far as they are in sight; one hole stands for all that are not.</summary>
    private List<ComposedText> Elements(IOperation? collection)
    {
        while (collection is IConversionOperation { OperatorMethod: null } conversion) collection = conversion.Operand;
        var elements = new List<ComposedText>();
        if (collection is null) return elements;
        if (--_budget <= 0 || _depth >= Provenance.MostDepth)
        {
            elements.Add(Hole(collection, Origin.Unknown));
            return elements;
        }

        _depth++;
        if (IsCollectionExpression(collection))
        {
            foreach (var child in collection.ChildOperations)
            {
                if (child.Kind != Spread) elements.Add(Read(child));
                else foreach (var spread in child.ChildOperations) elements.AddRange(Elements(spread));
            }
        }
        else if (!AddElements(collection, elements))
        {
            elements.Clear();
            var element = ElementType(collection.Type);
            elements.Add(Hole(collection, TextTypes.IsSafe(element) ? Origin.Typed : OriginOf(collection)));
        }

        _depth--;
        return elements;
    }

    // Whether the elements are in sight.
    private bool AddElements(IOperation collection, List<ComposedText> elements)
    {
        switch (collection)
        {
            case IArrayCreationOperation { Initializer: { } initializer }:
                foreach (var value in initializer.ElementValues) elements.Add(ReadHole(value));
                return true;
            case IArrayCreationOperation array:
                return array.Type is IArrayTypeSymbol;
            case IObjectCreationOperation creation:
                return AddCreated(creation, elements);
            case ILocalReferenceOperation reference:
                return AddVariable(reference.Local, reference, elements);
            case IFieldReferenceOperation { Field: { IsReadOnly: true } field }:
                return Initializer(field) is { } fieldValue && AddAll(fieldValue, elements);
            case IPropertyReferenceOperation { Property: { Name: "Values" }, Instance: { } dictionary } when IsDictionary(dictionary.Type):
                return AddAll(dictionary, elements);
            case IPropertyReferenceOperation { Property: { IsReadOnly: true, IsIndexer: false } property }:
                return Initializer(property) is { } propertyValue && AddAll(propertyValue, elements);
            case IInvocationOperation call:
                return AddQueried(call, elements);
            case IAwaitOperation await:
                return AddElements(await.Operation, elements);
            default:
                return false;
        }
    }

    private bool AddAll(IOperation collection, List<ComposedText> elements)
    {
        elements.AddRange(Elements(collection));
        return true;
    }

    private bool AddCreated(IObjectCreationOperation creation, List<ComposedText> elements)
    {
        foreach (var argument in creation.Arguments)
            if (argument.Value.Type is { } type && (type is IArrayTypeSymbol || IsSequence(type))) elements.AddRange(Elements(argument.Value));
        if (creation.Initializer is null) return creation.Type is { } created && IsSequence(created);
        foreach (var initializer in creation.Initializer.Initializers)
        {
            switch (initializer)
            {
                case IInvocationOperation { Arguments: { Length: > 0 } arguments }:
                    elements.Add(ReadHole(arguments[arguments.Length - 1].Value));
                    break;
                case ISimpleAssignmentOperation { Target: IPropertyReferenceOperation { Arguments.Length: > 0 } } assignment:
                    elements.Add(ReadHole(assignment.Value));
                    break;
                default:
                    return false;
            }
        }

        return true;
    }

    private bool AddVariable(ILocalSymbol local, IOperation use, List<ComposedText> elements)
    {
        if (_open.ContainsKey(local)) return false;
        var found = false;
        _open[local] = ComposedText.Empty;
        foreach (var write in WritesAround(use).To(local))
        {
            if (!Reaches(write, use, local)) continue;
            switch (write.Kind)
            {
                case WriteKind.Assign or WriteKind.Merge:
                    if (IsSure(write, use)) elements.Clear();
                    elements.AddRange(Elements(write.Value));
                    found = true;
                    break;
                case WriteKind.Add:
                    elements.Add(ReadHole(write.Value));
                    break;
                case WriteKind.AddRange:
                    elements.AddRange(Elements(write.Value));
                    break;
                case WriteKind.Out or WriteKind.Element:
                    found = false;
                    elements.Add(Hole(use, Origin.Unknown));
                    break;
            }
        }

        _open.Remove(local);
        return found;
    }

    private bool AddQueried(IInvocationOperation call, List<ComposedText> elements)
    {
        var method = call.TargetMethod;
        var receiver = call.Instance ?? (call.Arguments.Length > 0 ? call.Arguments[0].Value : null);
        switch (method.Name)
        {
            case "Split" when method.ContainingType.SpecialType == SpecialType.System_String:
                elements.Add(Hole(call, Read(call.Instance).Origin));
                return true;
            case "Select" or "ConvertAll" or "SelectMany" when receiver is not null && Function(call) is { } function:
                elements.Add(ReadReturns(function) ?? Hole(call, Origin.Unknown));
                return true;
            case "Where" when Function(call) is IAnonymousFunctionOperation { Symbol.Parameters: { Length: > 0 } parameters } filter
                && IsTest(filter, parameters[0]):
            case "Intersect" or "IntersectBy":
                elements.Add(Hole(call, Origin.Escaped));
                return true;
            case "Repeat" when IsLinq(method):
                elements.Add(ReadHole(call.Arguments[0].Value));
                return true;
            case "Empty" when call.Arguments.Length == 0:
                return true;
            case "Concat" or "Union" or "Append" or "Prepend" when IsLinq(method) && call.Arguments.Length > 1:
                elements.AddRange(Elements(receiver));
                if (method.Name is "Concat" or "Union") elements.AddRange(Elements(call.Arguments[1].Value));
                else elements.Add(ReadHole(call.Arguments[1].Value));
                return true;
            case "Where" or "OrderBy" or "OrderByDescending" or "ThenBy" or "Distinct" or "DistinctBy" or "Take" or "Skip" or "TakeWhile" or "SkipWhile"
                or "Reverse" or "ToList" or "ToArray" or "ToHashSet" or "AsEnumerable" or "Order" or "OrderDescending" or "OfType" or "Cast" or "DefaultIfEmpty"
                or "AsReadOnly" or "ToFrozenSet" or "ToImmutableHashSet" or "ToImmutableArray" or "ToImmutableList" when receiver is not null:
            case "ToFrozenDictionary" or "ToImmutableDictionary" when receiver is not null && Function(call) is null:
                return AddAll(receiver!, elements);
            default:
                return AddYielded(call, elements);
        }
    }

    // c => allowed.Contains(c)
    private static bool IsTest(IAnonymousFunctionOperation filter, IParameterSymbol element)
    {
        foreach (var statement in filter.Body.Operations)
            if (statement is IReturnOperation { ReturnedValue: { } condition }) return Guards.Test(condition, element, holds: true) == Guards.Strength.Tested;
        return false;
    }

    // The function that a query operator is given.
    private static IOperation? Function(IInvocationOperation call)
    {
        foreach (var argument in call.Arguments)
        {
            var value = argument.Value;
            while (value is IConversionOperation conversion) value = conversion.Operand;
            if (value is IDelegateCreationOperation { Target: var target }) return target;
        }

        return null;
    }

    private static ITypeSymbol? ElementType(ITypeSymbol? type)
    {
        if (type is IArrayTypeSymbol array) return array.ElementType;
        if (type is not INamedTypeSymbol named || type.SpecialType == SpecialType.System_String) return null;
        if (named.OriginalDefinition.SpecialType == SpecialType.System_Collections_Generic_IEnumerable_T) return named.TypeArguments[0];
        foreach (var contract in named.AllInterfaces)
            if (contract.OriginalDefinition.SpecialType == SpecialType.System_Collections_Generic_IEnumerable_T) return contract.TypeArguments[0];
        return named.TypeArguments.Length == 1 ? named.TypeArguments[0] : null;
    }
}
