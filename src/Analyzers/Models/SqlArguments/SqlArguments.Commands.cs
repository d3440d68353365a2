namespace ArchitectAnalyzers.Models;

// The parameters of an ADO.NET command.
internal sealed partial class SqlArguments
{
    private bool ReadCommand(IOperation sink)
    {
        if (!IsNamed(TypeOf(sink)) || CommandOf(sink) is not { } local) return false;
        var texts = 0;
        foreach (var part in sink.Root().Descendants())
        {
            if (part is IVariableDeclaratorOperation declarator && SymbolEqualityComparer.Default.Equals(declarator.Symbol, local))
            {
                if (declarator.GetVariableInitializer()?.Value is not { } made || !ReadMaker(Unwrapped(made), ref texts)) return false;
            }
            else if (part is ILocalReferenceOperation use && SymbolEqualityComparer.Default.Equals(use.Local, local) && !ReadUse(use, ref texts))
            {
                return false;
            }
        }

        AreShared = texts > 1;
        return true;
    }

    private static ITypeSymbol? TypeOf(IOperation sink) => sink is IPropertyReferenceOperation { Instance: { } command } ? command.Type : sink.Type;

    // Of these, parameters have names that mean nothing: they count by position.
    private static bool IsNamed(ITypeSymbol? type)
    {
        for (var space = type?.ContainingNamespace; space is { IsGlobalNamespace: false }; space = space.ContainingNamespace)
            if (space.Name is "Odbc" or "OleDb" or "Oracle") return false;
        return type is not null;
    }

    private static ILocalSymbol? CommandOf(IOperation sink)
    {
        var made = sink;
        if (sink is IPropertyReferenceOperation property)
        {
            if (property.Instance is ILocalReferenceOperation local) return local.Local;
            if (property.Parent?.Parent is not IObjectOrCollectionInitializerOperation { Parent: IObjectCreationOperation creation }) return null;
            made = creation;
        }

        var parent = made.Parent;
        while (parent is IConversionOperation) parent = parent.Parent;
        return parent is IVariableInitializerOperation { Parent: IVariableDeclaratorOperation declarator } ? declarator.Symbol : null;
    }

    // new SqlCommand("…") { CommandType = …, Parameters = { … } }, connection.CreateCommand()
    private bool ReadMaker(IOperation made, ref int texts)
    {
        if (made is IInvocationOperation { TargetMethod.Name: "CreateCommand" } call)
        {
            if (call.Arguments.Length > 0) texts++;
            return true;
        }

        if (made is not IObjectCreationOperation creation) return false;
        foreach (var argument in creation.Arguments)
        {
            if (argument.Parameter?.Type.SpecialType == SpecialType.System_String) texts++;
            else if (argument.Parameter?.Type is { Name: var type }
                && !(type.EndsWith("Connection", StringComparison.Ordinal) || type.EndsWith("Transaction", StringComparison.Ordinal))) return false;
        }

        if (creation.Initializer is not { } initializer) return true;
        foreach (var part in initializer.Initializers)
        {
            switch (part)
            {
                case ISimpleAssignmentOperation { Target: IPropertyReferenceOperation { Property.Name: var name }, Value: var value }:
                    if (name == "CommandText") texts++;
                    else if (name == "CommandType" && !IsText(value)) return false;
                    break;
                case IMemberInitializerOperation { InitializedMember: IPropertyReferenceOperation { Property.Name: "Parameters" }, Initializer: var items }:
                    foreach (var item in items.Initializers)
                        if (item is not IInvocationOperation add || !ReadAdding(add)) return false;
                    break;
                default:
                    return false;
            }
        }

        return true;
    }

    private bool ReadUse(ILocalReferenceOperation use, ref int texts)
    {
        var parent = use.Parent;
        while (parent is IConversionOperation) parent = parent.Parent;
        switch (parent)
        {
            case IPropertyReferenceOperation { Property.Name: "Parameters" } parameters:
                return ReadParameters(parameters);
            case IPropertyReferenceOperation { Property.Name: "CommandText", Parent: IAssignmentOperation assignment } text when assignment.Target == text:
                texts++;
                return assignment is ISimpleAssignmentOperation;
            case IPropertyReferenceOperation { Property.Name: "CommandType", Parent: ISimpleAssignmentOperation type }:
                return IsText(type.Value);
            case IPropertyReferenceOperation:
                return true;
            case IInvocationOperation call when call.Instance is not null:
                return call.Instance == use || Unwrapped(call.Instance) == use;
            case IUsingOperation or IExpressionStatementOperation:
                return true;
            case IArgumentOperation { Parent: IObjectCreationOperation { Type: { } made } }:
                return made.IsOrDerivesFrom(_facts[KnownType.DbDataAdapter]);
            default:
                return false;
        }
    }

    private bool ReadParameters(IPropertyReferenceOperation parameters)
    {
        switch (parameters.Parent)
        {
            case IInvocationOperation call when call.Instance == parameters:
                return call.TargetMethod.Name switch
                {
                    "Add" or "AddWithValue" or "AddRange" => ReadAdding(call),
                    "Clear" or "Contains" or "IndexOf" or "RemoveAt" => true,
                    _ => false,
                };
            case IPropertyReferenceOperation { Property.IsIndexer: true } or IPropertyReferenceOperation { Property.Name: "Count" }:
                return true;
            default:
                return false;
        }
    }

    private bool ReadAdding(IInvocationOperation add)
    {
        if (add.Arguments.Length == 0) return false;
        var first = add.Arguments[0];
        if (add.TargetMethod.Name == "AddRange")
        {
            if (Unwrapped(first.Value) is not IArrayCreationOperation { Initializer.ElementValues: var items }) return false;
            foreach (var item in items)
                if (!ReadParameter(Unwrapped(item), add)) return false;
            return true;
        }

        if (first.Parameter?.Type.SpecialType != SpecialType.System_String) return add.Arguments.Length == 1 && ReadParameter(Unwrapped(first.Value), add);
        if (first.Value.ConstantValue.Value is not string { Length: > 0 } name) return false;
        Add(name, add.Syntax, !IsGivenDirection(add));
        return true;
    }

    // cmd.Parameters.Add("@id", SqlDbType.Int).Direction = …; a parameter kept in a variable may be given one later.
    private static bool IsGivenDirection(IInvocationOperation add) =>
        add.Parent is not IExpressionStatementOperation
        && !(add.Parent is IPropertyReferenceOperation { Property.Name: "Value",
            Parent: ISimpleAssignmentOperation { Parent: IExpressionStatementOperation } });

    private bool ReadParameter(IOperation parameter, IInvocationOperation add)
    {
        if (parameter is IObjectCreationOperation creation) return ReadCreation(creation, add, isKept: false);
        if (parameter is not ILocalReferenceOperation reference || reference.Initializer() is not { } initializer) return false;
        var made = Unwrapped(initializer);
        if (made is IObjectCreationOperation kept && NameOf(kept) is not null) return ReadCreation(kept, add, isKept: true);
        if (made is not (IObjectCreationOperation or IInvocationOperation { TargetMethod.Name: "CreateParameter" })) return false;

        string? name = null;
        var isOutput = false;
        foreach (var part in add.Root().Descendants())
        {
            if (part is not ISimpleAssignmentOperation { Target: IPropertyReferenceOperation { Instance: ILocalReferenceOperation of,
                Property.Name: var member }, Value: var value }
                || !SymbolEqualityComparer.Default.Equals(of.Local, reference.Local)) continue;
            if (member == "ParameterName")
            {
                if (name is not null) return false;
                name = value.ConstantValue.Value as string ?? "";
            }

            isOutput |= member == "Direction";
        }

        if (string.IsNullOrEmpty(name)) return false;
        Add(name!, add.Syntax, !isOutput);
        return true;
    }

    private bool ReadCreation(IObjectCreationOperation creation, IInvocationOperation add, bool isKept)
    {
        if (NameOf(creation) is not { Length: > 0 } name) return false;
        Add(name, add.Syntax, !isKept && !HasDirection(creation) && add.TargetMethod.Name == "Add");
        return true;
    }

    private static bool HasDirection(IObjectCreationOperation creation)
    {
        foreach (var argument in creation.Arguments)
            if (argument.Parameter?.Type.Name == "ParameterDirection") return true;
        if (creation.Initializer is null) return false;
        foreach (var part in creation.Initializer.Initializers)
            if (part is ISimpleAssignmentOperation { Target: IPropertyReferenceOperation { Property.Name: "Direction" } }) return true;
        return false;
    }

    private static string? NameOf(IObjectCreationOperation creation)
    {
        foreach (var argument in creation.Arguments)
            if (argument.Parameter is { Type.SpecialType: SpecialType.System_String, Name: "parameterName" or "name" })
                return argument.Value.ConstantValue.Value as string;
        if (creation.Initializer is null) return null;
        foreach (var part in creation.Initializer.Initializers)
            if (part is ISimpleAssignmentOperation { Target: IPropertyReferenceOperation { Property.Name: "ParameterName" }, Value: var value })
                return value.ConstantValue.Value as string;
        return null;
    }
}
