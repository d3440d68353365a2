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
                return IsOfRequest(local.Type, facts) && IsFromOutside(local.Local, code) && local.Initializer()?.Unconverted() is not IObjectCreationOperation;
            default:
                return false;
        }
    }

    private static bool IsOfRequest(ITypeSymbol? type, Facts facts) =>
        type is { Name: "HttpContext" or "HttpRequest" or "HttpResponse" }
        && (facts.Is(type, KnownType.HttpContext) || facts.Is(type, KnownType.HttpRequest) || facts.Is(type, KnownType.HttpResponse));

    private static bool IsFromOutside(ISymbol symbol, IOperation code) =>
        !symbol.DeclaringSyntaxReferences.IsEmpty && !code.Syntax.Span.Contains(symbol.DeclaringSyntaxReferences[0].Span);
}
