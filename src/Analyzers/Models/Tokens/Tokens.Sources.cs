namespace ArchitectAnalyzers.Models;

/// <summary>What a token source holds that outlasts it if nobody disposes of it.</summary>
internal enum SourceKind
{
    /// <summary>No token source is made here.</summary>
    None,

    /// <summary>Nothing: it is cancelled by hand, or given its timer later.</summary>
    Plain,

    /// <summary>A timer.</summary>
    Timed,

    /// <summary>A registration with the tokens that it is linked to.</summary>
    Linked,
}

internal sealed partial class Tokens
{
    /// <summary>Which kind of token source an object creation or a call makes.</summary>
    internal SourceKind Makes(IOperation operation) => operation switch
    {
        IObjectCreationOperation creation when IsSource(creation.Type) =>
            creation.Arguments.IsEmpty || IsForever(creation.Arguments[0].Value) ? SourceKind.Plain : SourceKind.Timed,
        IInvocationOperation { TargetMethod: { Name: "CreateLinkedTokenSource", ContainingType: var type } } when IsSource(type) => SourceKind.Linked,
        IInvocationOperation { TargetMethod: { Name: "CreateCancellationTokenSource", ReturnType: var type } } when IsSource(type) => SourceKind.Timed,
        _ => SourceKind.None,
    };

    /// <summary>
    /// Whether an expression is a token by which a caller, a client or the host says that it no longer waits: a parameter, a member of a context, a
    /// field, the token of a source that is linked to one. Not <c>None</c>, and not the token of a mere time limit.
    /// </summary>
    internal bool IsLive(IOperation token) => IsLive(token, 0);

    private bool IsLive(IOperation token, int depth)
    {
        switch (token.Unconverted())
        {
            case IParameterReferenceOperation parameter: return IsToken(parameter.Type);
            case IFieldReferenceOperation { Field.IsStatic: false } field: return IsToken(field.Type);
            case IInvocationOperation { TargetMethod.Name: "GetValueOrDefault", Instance: { } nullable }: return IsLive(nullable, depth);
            case IPropertyReferenceOperation { Property.Name: "Value",
                Instance: { } nullable } when IsNullableToken(nullable.Type): return IsLive(nullable, depth);
            case IPropertyReferenceOperation { Property.IsStatic: false } property when IsToken(property.Type):
                return property.Instance?.Unconverted() is not ILocalReferenceOperation { Local: var source } reference || !IsSource(source.Type)
                    || (depth < 4 && reference.Declarator()?.GetVariableInitializer()?.Value is { } made && IsLinkedToLive(made.Unconverted(), depth));
            case ILocalReferenceOperation local when IsToken(local.Type):
                return depth < 4 && local.Declarator()?.GetVariableInitializer()?.Value is { } value && IsLive(value, depth + 1);
            default: return false;
        }
    }

    private bool IsLinkedToLive(IOperation made, int depth)
    {
        if (Makes(made) != SourceKind.Linked) return false;
        foreach (var part in made.Descendants())
            if (IsToken(part.Type) && part is not IConversionOperation && IsLive(part, depth + 1)) return true;
        return false;
    }

    private static bool IsForever(IOperation delay) =>
        delay.ConstantValue is { HasValue: true, Value: -1 }
        || delay.Unconverted() is IFieldReferenceOperation { Field: { Name: nameof(Timeout.InfiniteTimeSpan), ContainingType.Name: nameof(Timeout) } };
}
