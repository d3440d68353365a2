namespace ArchitectAnalyzers.Rules.Api;

/// <summary>The body of a request or response is read or written synchronously, or that is allowed, or a form is read by its property.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
[RuleFacts(Since = "0.1", Fix = FixSafety.Safe)]
public sealed class SynchronousBody : Rule
{
    internal static readonly DiagnosticDescriptor Descriptor = Describe.Rule(
        id: "ARCH3108",
        title: "Read and write bodies asynchronously",
        messageFormat: "'{0}' {1} synchronously, so a thread stands still until a slow client has sent or taken it; {2}",
        category: Describe.Api,
        defaultSeverity: DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        description: "Bodies come over the network at the client's pace. Reading or writing them synchronously holds a thread all that time; a few slow clients starve the pool. Servers refuse it by default, so it fails at run time or has been allowed for the whole app.");

    // Who has the switch. A test server's is nobody's harm.
    private static readonly string[] s_switches = { "KestrelServerOptions", "IISServerOptions", "HttpSysOptions", "IHttpBodyControlFeature" };

    public SynchronousBody() : base(Descriptor, KnownType.Stream) { }

    private protected override void Register(CompilationStartAnalysisContext start, Facts facts)
    {
        if (!facts.Has(KnownType.HttpContext) && !facts.Has(KnownType.HttpRequest) && !facts.Has(KnownType.KestrelServerOptions)) return;
        start.RegisterOperationAction(context =>
        {
            var call = (IInvocationOperation)context.Operation;
            if (HttpBodies.UsedBy(call, facts) is not { } body || call.IsQuoted(facts)) return;
            context.Report(Descriptor, call.NameNode(), call.TargetMethod.Name, body == HttpBody.Request ? "reads the body of the request" : "writes the body of the response",
                "await its asynchronous form");
        }, OperationKind.Invocation);

        start.RegisterOperationAction(context =>
        {
            var property = (IPropertyReferenceOperation)context.Operation;
            switch (property.Property.Name)
            {
                case "Form" when facts.Is(property.Property.ContainingType, KnownType.HttpRequest) && IsFirstRead(property, context.ContainingSymbol, facts):
                    context.Report(Descriptor, CallShapes.NameNode(property.Syntax), "Form", "reads the form", "await 'ReadFormAsync'");
                    break;
                case "AllowSynchronousIO" when property.Parent is IAssignmentOperation { Value.ConstantValue: { HasValue: true, Value: true } } assignment && assignment.Target == property
                    && IsSwitch(property.Property.ContainingType):
                    context.Report(Descriptor, CallShapes.NameNode(property.Syntax), "AllowSynchronousIO", "lets bodies be read and written", "leave it off and await");
                    break;
            }
        }, OperationKind.PropertyReference);
    }

    private static bool IsSwitch(INamedTypeSymbol type)
    {
        foreach (var name in s_switches)
        {
            if (type.Name == name) return true;
            foreach (var contract in type.AllInterfaces)
                if (contract.Name == name) return true;
        }

        return false;
    }

    // The first read waits for the body, and those after it find it read: by this member, or by what binds parameters and page handlers.
    private static bool IsFirstRead(IPropertyReferenceOperation form, ISymbol containing, Facts facts)
    {
        if (form.Parent is IAssignmentOperation assignment && assignment.Target == form || form.IsQuoted(facts)) return false;
        if (containing.ContainingType.IsOrDerivesFrom(facts[KnownType.PageModel])) return false;

        // A property cannot wait, and hands on what its readers have read, or have not.
        if (containing is IMethodSymbol { MethodKind: MethodKind.PropertyGet } && form.NestedFunction() is null) return false;
        for (var function = form.Function(containing); function is not null; function = function.ContainingSymbol as IMethodSymbol)
            foreach (var parameter in function.Parameters)
                if (IsForm(parameter)) return false;

        foreach (var part in form.Root().Descendants())
        {
            if (part.Syntax.SpanStart >= form.Syntax.SpanStart) continue;
            if (part is IInvocationOperation { TargetMethod.Name: "ReadFormAsync" }) return false;
            if (part is IPropertyReferenceOperation { Property: { Name: "Form", ContainingType: var type } } earlier && facts.Is(type, KnownType.HttpRequest)
                && Nested(earlier)?.Syntax == Nested(form)?.Syntax) return false;
        }

        return true;
    }

    private static IOperation? Nested(IOperation operation) => operation.NestedFunction();

    private static bool IsForm(IParameterSymbol parameter)
    {
        if (parameter.Type.Name is "IFormFile" or "IFormFileCollection" or "IFormCollection") return true;
        if (parameter.Type is INamedTypeSymbol { Arity: 1 } many && many.TypeArguments[0].Name == "IFormFile") return true;
        return parameter.HasAttribute("FromFormAttribute");
    }
}
