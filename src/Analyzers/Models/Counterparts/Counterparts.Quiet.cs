namespace ArchitectAnalyzers.Models;

internal sealed partial class Counterparts
{
    private static readonly string[] s_consoles = { "Console", "Err", "Error", "In", "Out", "Output", "StdErr", "StdIn", "StdOut" };

    // A look that does not wait.
    private static bool IsPoll(IInvocationOperation call)
    {
        foreach (var argument in call.Arguments)
        {
            if (argument.Parameter is not { Name: "timeout" or "millisecondsTimeout" or "milliseconds" }) continue;
            if (argument.Value.ConstantValue is { HasValue: true, Value: 0 }) return true;
            if (argument.Value.Unconverted() is IFieldReferenceOperation { Field: { Name: "Zero", ContainingType.Name: nameof(TimeSpan) } }) return true;
        }

        return false;
    }

    /// <summary>
    /// Whether the call works on what never waits (memory, a database in the process whose asynchronous methods are synchronous), on the console,
    /// or on the body of a request or response, of which another rule speaks.
    /// </summary>
    private bool IsQuiet(IInvocationOperation call) =>
        IsQuiet(call.Instance ?? (call.Arguments.Length > 0 ? call.Arguments[0].Value : null), 0) || HttpBodies.UsedBy(call, _facts) is not null;

    private bool IsQuiet(IOperation? value, int depth)
    {
        while (value is IConversionOperation or IConditionalAccessInstanceOperation)
            value = value is IConversionOperation conversion ? conversion.Operand : value.Accessed();
        if (value is null || depth > 5) return false;
        if (value.Type is { } type && (IsQuiet(type) || IsConsole(value, type))) return true;
        switch (value)
        {
            case IPropertyReferenceOperation { Property: { IsStatic: true, ContainingType: var owner } }:
                return _facts.Is(owner, KnownType.Console);
            case IPropertyReferenceOperation { Instance: var instance } property:
                return IsHttp(property.Property.ContainingType) || (property.Property.Name == "BaseStream" && IsQuiet(instance, depth + 1));
            case IFieldReferenceOperation { Field: { IsStatic: true, Name: "Null" } }:
                return true;
            case ILocalReferenceOperation { Local: var local }:
                return IsQuiet(InitialValue(local, value), depth + 1);
            case IInvocationOperation made:
                return IsQuietMaker(made, depth);

            // A reader, writer or compressor over another stream.
            case IObjectCreationOperation { Arguments: { IsEmpty: false } arguments }:
                return (value.Type.IsOrDerivesFrom(_facts[KnownType.Stream]) || value.Type.IsOrDerivesFrom(_facts[KnownType.TextReader])
                    || value.Type.IsOrDerivesFrom(_facts[KnownType.TextWriter])) && IsQuiet(arguments[0].Value, depth + 1);
            default:
                return false;
        }
    }

    private bool IsQuietMaker(IInvocationOperation call, int depth) =>
        _facts.Is(call.TargetMethod.ContainingType, KnownType.Console)
        || (call.TargetMethod is { Name: "AsStream" } && IsQuiet(call.Instance ?? (call.Arguments.IsEmpty ? null : call.Arguments[0].Value), depth + 1))
        || (call.TargetMethod is { Name: "Synchronized" } && call.Arguments.Length > 0 && IsQuiet(call.Arguments[0].Value, depth + 1));

    // The console of a program under test or of a command: "context.Output", "_stdErr".
    private static bool IsConsole(IOperation value, ITypeSymbol type)
    {
        if (type is not { Name: "TextWriter" or "TextReader" }) return false;
        var name = value switch
        {
            IParameterReferenceOperation parameter => parameter.Parameter.Name,
            IMemberReferenceOperation member => member.Member.Name,
            _ => "",
        };
        foreach (var known in s_consoles)
            if (string.Equals(name.TrimStart('_'), known, StringComparison.OrdinalIgnoreCase)) return true;
        return false;
    }

    private bool IsHttp(ITypeSymbol type) => _facts.Is(type, KnownType.HttpRequest) || _facts.Is(type, KnownType.HttpResponse);

    private bool IsQuiet(ITypeSymbol type)
    {
        if (type.SpecialType != SpecialType.None || type.TypeKind == TypeKind.Interface) return false;
        for (ITypeSymbol? t = type; t is { SpecialType: SpecialType.None }; t = t.BaseType)
        {
            if (t.Name is "MemoryStream" or "StringReader" or "StringWriter" or "UnmanagedMemoryStream" && t.ContainingNamespace is { Name: "IO" }) return true;
            if (t.ContainingNamespace is { Name: "Sqlite", ContainingNamespace.Name: "Data" } or { Name: "SQLite" }) return true;
        }

        return IsHttp(type);
    }

    private static IOperation? InitialValue(ILocalSymbol local, IOperation use) =>
        local.DeclaringSyntaxReferences.Length == 1
        && local.DeclaringSyntaxReferences[0].GetSyntax() is VariableDeclaratorSyntax { Initializer.Value: { } value }
        && use.SemanticModel is { } semantics && value.SyntaxTree == semantics.SyntaxTree
            ? semantics.GetOperation(value)
            : null;

    /// <summary>Whether awaiting the counterpart would call the function that the call is in, on the same object, for ever.</summary>
    private static bool IsOwn(IInvocationOperation call, IMethodSymbol counterpart, ISymbol containing)
    {
        if (call.Instance is not (null or IInstanceReferenceOperation)) return false;
        for (var function = call.Function(containing); function is not null; function = function.ContainingSymbol as IMethodSymbol)
            if (Named(function, counterpart.Name) && AreRelated(function.ContainingType, counterpart.ContainingType)) return true;
        return false;
    }

    private static bool Named(IMethodSymbol function, string name)
    {
        if (function.Name == name) return true;
        foreach (var contract in function.ExplicitInterfaceImplementations)
            if (contract.Name == name) return true;
        return false;
    }

    private static bool AreRelated(INamedTypeSymbol? one, INamedTypeSymbol? other) =>
        one is not null && other is not null && (one.IsA(other.OriginalDefinition) || other.IsA(one.OriginalDefinition));

    /// <summary>
    /// Whether the asynchronous form stands beside the call and a flag decides between the two: <c>if (async) await XAsync(); else X();</c>.
    /// </summary>
    private static bool HasTwin(IInvocationOperation call, string counterpart, ISymbol containing)
    {
        for (var function = call.Function(containing); function is not null; function = function.ContainingSymbol as IMethodSymbol)
        {
            foreach (var parameter in function.Parameters)
                if (parameter.Type.SpecialType == SpecialType.System_Boolean && IsFlag(parameter.Name)) return true;
        }

        IOperation child = call;
        for (var parent = call.Parent; parent is not (null or IAnonymousFunctionOperation or ILocalFunctionOperation); child = parent, parent = parent.Parent)
        {
            switch (parent)
            {
                case IConditionalOperation choice when child != choice.Condition:
                    if (Calls(child == choice.WhenTrue ? choice.WhenFalse : choice.WhenTrue, counterpart)) return true;
                    break;
                case IBlockOperation block:
                    foreach (var statement in block.Operations)
                    {
                        if (statement == child) break;
                        if (statement is IConditionalOperation { WhenFalse: null, WhenTrue: var earlier } && Leaves(earlier) && Calls(earlier, counterpart)) return true;
                    }

                    break;
            }
        }

        return false;
    }

    private static bool IsFlag(string name) =>
        name.IndexOf("async", StringComparison.OrdinalIgnoreCase) >= 0 || name.Equals("sync", StringComparison.OrdinalIgnoreCase)
        || name.StartsWith("isSync", StringComparison.OrdinalIgnoreCase) || name.StartsWith("useSync", StringComparison.OrdinalIgnoreCase);

    private static bool Leaves(IOperation statement) =>
        statement is IReturnOperation || (statement is IBlockOperation { Operations: { IsEmpty: false } operations } && operations[operations.Length - 1] is IReturnOperation);

    private static bool Calls(IOperation? branch, string name)
    {
        if (branch is null) return false;
        foreach (var part in branch.DescendantsAndSelf())
            if (part is IInvocationOperation { TargetMethod.Name: var called } && called == name) return true;
        return false;
    }
}
