namespace ArchitectAnalyzers.Models;

/// <summary>
/// The parameters that are supplied to a text: Dapper's object or <c>DynamicParameters</c>, or the collection of a command that stays in one
/// member. Has none where anything else could add to them.
/// </summary>
internal sealed partial class SqlArguments
{
    private readonly Facts _facts;
    private readonly List<SuppliedName> _names = new();

    private SqlArguments(Facts facts) => _facts = facts;

    internal IReadOnlyList<SuppliedName> Names => _names;

    /// <summary>Whether the parameters are for several texts.</summary>
    internal bool AreShared { get; private set; }

    /// <summary>What a sink that is handed SQL is handed with it; null where that cannot be told.</summary>
    internal static SqlArguments? Of(IOperation sink, Facts facts)
    {
        var arguments = new SqlArguments(facts);
        var isKnown = sink switch
        {
            IInvocationOperation call when facts.Is(call.TargetMethod.ContainingType, KnownType.DapperSqlMapper) =>
                arguments.ReadDapper(call.Arguments, "param"),
            IInvocationOperation call => arguments.ReadCommand(call),
            IObjectCreationOperation made when facts.Is(made.Type, KnownType.DapperCommandDefinition) => arguments.ReadDapper(made.Arguments, "parameters"),
            _ => arguments.ReadCommand(sink),
        };
        return isKnown ? arguments : null;
    }

    internal bool Supplies(string name)
    {
        foreach (var supplied in _names)
            if (string.Equals(supplied.Name, name, StringComparison.OrdinalIgnoreCase)) return true;
        return false;
    }

    private void Add(string name, SyntaxNode place, bool mustBeUsed) => _names.Add(new SuppliedName(name.TrimStart('@', ':', '$', '?'), place, mustBeUsed));

    private bool ReadDapper(ImmutableArray<IArgumentOperation> arguments, string parameter)
    {
        IOperation? value = null;
        foreach (var argument in arguments)
        {
            if (argument.Parameter is not { Name: var name }) return false;
            if (name == parameter) value = argument.Value;
            else if (name == "commandType" && argument.ArgumentKind != ArgumentKind.DefaultValue && !IsText(argument.Value)) return false;
            else if (name == "flags" && argument.ArgumentKind != ArgumentKind.DefaultValue) continue;
        }

        return value is null ? !Has(arguments, "param") : ReadObject(value);
    }

    private static bool Has(ImmutableArray<IArgumentOperation> arguments, string name)
    {
        foreach (var argument in arguments)
            if (argument.Parameter?.Name == name) return true;
        return false;
    }

    // null, CommandType.Text
    private static bool IsText(IOperation value)
    {
        while (value is IConversionOperation conversion) value = conversion.Operand;
        return value is IDefaultValueOperation || value.ConstantValue is { HasValue: true, Value: null or 1 };
    }

    private bool ReadObject(IOperation value)
    {
        value = Unwrapped(value);
        if (value is IDefaultValueOperation || value.ConstantValue is { HasValue: true, Value: null }) return true;
        if (value is IAnonymousObjectCreationOperation anonymous)
        {
            foreach (var initializer in anonymous.Initializers)
                if (initializer is ISimpleAssignmentOperation { Target: IPropertyReferenceOperation { Property.Name: var name } } member)
                    Add(name, member.Syntax, mustBeUsed: true);
            return true;
        }

        var type = value.Type;
        if (_facts.Is(type, KnownType.DapperDynamicParameters)) return ReadDynamic(value);
        if (type is IArrayTypeSymbol { ElementType: var element }) type = element;
        else if (type is INamedTypeSymbol { TypeArguments.Length: 1, IsAnonymousType: false } sequence && IsSequence(sequence))
            type = sequence.TypeArguments[0];
        return type is INamedTypeSymbol named && ReadMembers(named, value.Syntax);
    }

    private static bool IsSequence(INamedTypeSymbol type)
    {
        if (type.OriginalDefinition.SpecialType == SpecialType.System_Collections_Generic_IEnumerable_T) return true;
        foreach (var contract in type.AllInterfaces)
            if (contract.Name == "IDictionary") return false;
        foreach (var contract in type.AllInterfaces)
            if (contract.OriginalDefinition.SpecialType == SpecialType.System_Collections_Generic_IEnumerable_T) return true;
        return false;
    }

    // A class of one's own, all of it in sight. That the text uses each of its members, nobody expects; of an anonymous object one does.
    private bool ReadMembers(INamedTypeSymbol type, SyntaxNode place)
    {
        if (!type.IsAnonymousType)
        {
            if (type.IsAbstract || type.TypeKind is not (TypeKind.Class or TypeKind.Struct) || type.DeclaringSyntaxReferences.IsEmpty || type.IsTupleType)
                return false;
            foreach (var contract in type.AllInterfaces)
                if (contract.Name is "IEnumerable" or "IDictionary" or "IDynamicParameters" or "IDynamicMetaObjectProvider") return false;
        }

        for (var t = type; t is { SpecialType: not SpecialType.System_Object and not SpecialType.System_ValueType }; t = t.BaseType)
        {
            if (!t.IsAnonymousType && t.DeclaringSyntaxReferences.IsEmpty) return false;
            foreach (var member in t.GetMembers())
                if (member is IPropertySymbol { IsStatic: false } or IFieldSymbol { IsStatic: false, AssociatedSymbol: null })
                    Add(member.Name, place, mustBeUsed: type.IsAnonymousType && !AreShared);
        }

        return true;
    }

    private bool ReadDynamic(IOperation value)
    {
        if (value is IObjectCreationOperation inline) return inline.Initializer is null && ReadTemplate(inline);
        if (value is not ILocalReferenceOperation { Local: var local } reference) return false;
        if (reference.Initializer() is not { } initializer || Unwrapped(initializer) is not IObjectCreationOperation { Initializer: null } creation
            || !ReadTemplate(creation)) return false;
        var handed = 0;
        foreach (var part in reference.Root().Descendants())
        {
            if (part is not ILocalReferenceOperation use || !SymbolEqualityComparer.Default.Equals(use.Local, local)) continue;
            switch (use.Parent)
            {
                case IInvocationOperation { TargetMethod.Name: "Add" } add when add.Instance == use:
                    if (!ReadAdd(add)) return false;
                    break;
                case IInvocationOperation { TargetMethod.Name: "AddDynamicParams", Arguments: { Length: 1 } arguments } add when add.Instance == use:
                    if (!ReadObject(arguments[0].Value)) return false;
                    break;
                case IInvocationOperation { TargetMethod.Name: "Get" } get when get.Instance == use: break;
                case IConversionOperation { Parent: IArgumentOperation { Parent: var taker } }: if (!IsDapper(taker)) return false; handed++; break;
                case IArgumentOperation { Parent: var taker }: if (!IsDapper(taker)) return false; handed++; break;
                default: return false;
            }
        }

        AreShared = handed > 1;
        return true;
    }

    private bool IsDapper(IOperation? taker) =>
        taker is IInvocationOperation call && _facts.Is(call.TargetMethod.ContainingType, KnownType.DapperSqlMapper)
        || taker is IObjectCreationOperation made && _facts.Is(made.Type, KnownType.DapperCommandDefinition);

    private bool ReadTemplate(IObjectCreationOperation creation) => creation.Arguments.Length == 0 || ReadObject(creation.Arguments[0].Value);

    private bool ReadAdd(IInvocationOperation add)
    {
        var (name, isOutput) = (default(string), false);
        foreach (var argument in add.Arguments)
        {
            if (argument.Parameter?.Name == "name") name = argument.Value.ConstantValue.Value as string;
            if (argument.Parameter?.Name == "direction") isOutput = argument.ArgumentKind != ArgumentKind.DefaultValue;
        }

        if (string.IsNullOrEmpty(name)) return false;
        Add(name!, add.Syntax, !isOutput);
        return true;
    }

    private static IOperation Unwrapped(IOperation operation)
    {
        while (operation is IConversionOperation { OperatorMethod: null } or IParenthesizedOperation)
            operation = operation is IConversionOperation conversion ? conversion.Operand : ((IParenthesizedOperation)operation).Operand;
        return operation;
    }
}
