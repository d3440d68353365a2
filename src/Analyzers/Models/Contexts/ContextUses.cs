namespace ArchitectAnalyzers.Models;

/// <summary>Where code uses what belongs to the request that is being answered: its context, request, response, user.</summary>
internal static class ContextUses
{
    /// <summary>The first use in a lambda or method of a context that it did not make or get handed itself; null where there is none.</summary>
    /// <param name="code">A lambda, local function or method body.</param>
    /// <param name="from">Uses before this position in the source do not count.</param>
    /// <param name="isEnded">Whether the request may be over: then its token counts too.</param>
    /// <param name="facts">Of the compilation.</param>
    internal static IOperation? First(IOperation code, int from, bool isEnded, Facts facts)
    {
        foreach (var part in code.Descendants())
        {
            if (part.Syntax.SpanStart < from || !IsContext(part, code, facts) || part.IsQuoted(facts)) continue;
            if (!isEnded && part.Parent is IPropertyReferenceOperation { Property.Name: "RequestAborted" or "RequestServices" }) continue;
            if (part.Parent is ISimpleAssignmentOperation assignment && assignment.Target == part) continue;
            return part;
        }

        return null;
    }

    /// <summary>The lambda or local function that a delegate is made of, in sight; else null.</summary>
    internal static IOperation? Code(IOperation value)
    {
        value = value.Unconverted();
        if (value is ILocalReferenceOperation { Type.TypeKind: TypeKind.Delegate } held) value = held.Initializer()?.Unconverted() ?? value;
        if (value is not IDelegateCreationOperation { Target: var target }) return null;
        if (target is IAnonymousFunctionOperation lambda) return lambda;
        if (target is not IMethodReferenceOperation { Method: { MethodKind: MethodKind.LocalFunction } function }) return null;
        return LocalFunction(value, function);
    }

    /// <summary>The declaration of a local function of the member.</summary>
    internal static IOperation? LocalFunction(IOperation from, IMethodSymbol function)
    {
        foreach (var part in from.Root().Descendants())
            if (part is ILocalFunctionOperation local && SymbolEqualityComparer.Default.Equals(local.Symbol, function.OriginalDefinition)) return local;
        return null;
    }

    /// <summary>Whether a value is a request's context, request or response.</summary>
    internal static bool IsContextValue(IOperation value, Facts facts) =>
        IsOfRequest(value.Type, facts) && (value as ILocalReferenceOperation)?.Initializer()?.Unconverted() is not IObjectCreationOperation && value is not IObjectCreationOperation;

    /// <summary>The body of a method or the getter of a property of this object, of the same file, that is used; null for anything else.</summary>
    internal static IOperation? BodyOf(IOperation use, Facts facts) => use switch
    {
        IInvocationOperation { Instance: IInstanceReferenceOperation } call => BodyOf(call.TargetMethod, call.Syntax.SyntaxTree, facts),
        IPropertyReferenceOperation { Instance: IInstanceReferenceOperation, Property.GetMethod: { DeclaringSyntaxReferences: { Length: 1 } references } } property
            when references[0].GetSyntax() is var getter && getter.SyntaxTree == property.Syntax.SyntaxTree => facts.Semantics(getter.SyntaxTree).GetOperation(getter),
        _ => null,
    };

    /// <summary>The method of this object, of the same file, that a delegate is made of: its mention and its body.</summary>
    internal static (IOperation Mention, IOperation Body)? MethodOf(IOperation value, Facts facts) =>
        value.Unconverted() is IDelegateCreationOperation { Target: IMethodReferenceOperation { Instance: IInstanceReferenceOperation } mention }
        && BodyOf(mention.Method, value.Syntax.SyntaxTree, facts) is { } body ? (mention, body) : null;

    private static IOperation? BodyOf(IMethodSymbol method, SyntaxTree tree, Facts facts) =>
        method is { MethodKind: MethodKind.Ordinary, DeclaringSyntaxReferences: { Length: 1 } references }
        && references[0].GetSyntax() is MethodDeclarationSyntax declaration && declaration.SyntaxTree == tree
            ? facts.Semantics(tree).GetOperation(declaration) : null;

    /// <summary>The first use after the first await of the code: from there on, nothing says on which thread it runs.</summary>
    internal static IOperation? AfterAwait(IOperation code, Facts facts)
    {
        foreach (var part in code.Descendants())
            if (part is IAwaitOperation awaited) return First(code, awaited.Syntax.Span.End, false, facts);
        return null;
    }

    private static bool IsContext(IOperation part, IOperation code, Facts facts)
    {
        switch (part)
        {
            case IPropertyReferenceOperation { Property: { Name: "HttpContext", ContainingType: var owner } } property:
                return facts.Is(property.Type, KnownType.HttpContext) && !facts.Is(owner, KnownType.HttpRequest) && !facts.Is(owner, KnownType.HttpResponse);
            case IPropertyReferenceOperation { Property: { Name: "Request" or "Response" or "User" or "ModelState" or "RouteData" or "Session" or "TempData", ContainingType: var type }, Instance: IInstanceReferenceOperation }:
                return facts.Is(type, KnownType.ControllerBase) || facts.Is(type, KnownType.MvcController) || facts.Is(type, KnownType.PageModel) || facts.Is(type, KnownType.PageBase);
            case IFieldReferenceOperation field:
                return IsOfRequest(field.Type, facts);
            case IParameterReferenceOperation parameter:
                return IsOfRequest(parameter.Type, facts) && IsFromOutside(parameter.Parameter, code);
            case ILocalReferenceOperation local:
                if (!IsFromOutside(local.Local, code)) return false;
                return IsOfRequest(local.Type, facts) ? local.Initializer()?.Unconverted() is not IObjectCreationOperation : IsPartOfRequest(local.Initializer()?.Unconverted(), facts);
            default:
                return false;
        }
    }

    private static bool IsOfRequest(ITypeSymbol? type, Facts facts) =>
        type is { Name: "HttpContext" or "HttpRequest" or "HttpResponse" }
        && (facts.Is(type, KnownType.HttpContext) || facts.Is(type, KnownType.HttpRequest) || facts.Is(type, KnownType.HttpResponse));

    // var headers = Request.Headers: not a copy, but what the server clears with the request.
    private static bool IsPartOfRequest(IOperation? value, Facts facts) =>
        value is IPropertyReferenceOperation { Property: { Name: "Headers" or "Cookies" or "Body" or "Query" or "Form" or "Session" or "Items" or "Features", ContainingType: var owner } }
            && IsOfRequest(owner, facts);

    private static bool IsFromOutside(ISymbol symbol, IOperation code) =>
        !symbol.DeclaringSyntaxReferences.IsEmpty && !code.Syntax.Span.Contains(symbol.DeclaringSyntaxReferences[0].Span);
}
