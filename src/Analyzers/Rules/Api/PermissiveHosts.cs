namespace ArchitectAnalyzers.Rules.Api;

/// <summary>
/// Code that lets any host name through, or any caller say who forwarded a request. What configuration files say is not this rule's business.
/// </summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
[RuleFacts(Since = "0.1", Cwe = 348, NoFix = "Only the team knows its host names and the addresses of its proxies.")]
public sealed class PermissiveHosts : Rule
{
    private static readonly string[] s_networks = { "KnownNetworks.Clear(", "KnownIPNetworks.Clear(" };
    private static readonly string[] s_filled = { "KnownProxies.Add(", "KnownNetworks.Add(", "KnownIPNetworks.Add(" };

    internal static readonly DiagnosticDescriptor Descriptor = Describe.Rule(
        id: "ARCH3014",
        title: "Name the hosts and proxies that you trust",
        messageFormat: "'{0}' {1}; name those that you trust",
        category: Describe.Api,
        defaultSeverity: DiagnosticSeverity.Info,
        isEnabledByDefault: true,
        description: "Links, redirects, tenants, rate limits and audit logs believe the host name and the client address. Whoever may set them decides.",
        Describe.Cwe(348));

    public PermissiveHosts() : base(Descriptor, KnownType.IApplicationBuilder) { }

    private protected override void Register(CompilationStartAnalysisContext start, Facts facts)
    {
        start.RegisterOperationAction(context => CheckCall(context, facts), OperationKind.Invocation);
        start.RegisterOperationAction(context => CheckAssignment(context, facts), OperationKind.SimpleAssignment);
    }

    private static void CheckCall(OperationAnalysisContext context, Facts facts)
    {
        var call = (IInvocationOperation)context.Operation;
        switch (call.TargetMethod.Name)
        {
            case "Clear" when call.Instance is IPropertyReferenceOperation { Property: { Name: "KnownProxies", ContainingType: var type } }
                    && facts.Is(type, KnownType.ForwardedHeadersOptions) && IsOpen(call.Syntax):
                context.Report(Descriptor, call.NameNode(), "KnownProxies.Clear",
                    "with no known network left takes the client's address and scheme from anybody");
                break;
            case "Add" when call.Instance is IPropertyReferenceOperation { Property: var property } && IsHosts(property, facts) && HasStar(call.Arguments):
                context.Report(Descriptor, call.NameNode(), property.Name, "lets any host name through");
                break;
            case "UseSetting" when call.Arguments is { Length: >= 2 } given && IsAnyHost(given[given.Length - 2].Value, given[given.Length - 1].Value):
                context.Report(Descriptor, call.NameNode(), "AllowedHosts", "lets any host name through");
                break;
        }
    }

    private static void CheckAssignment(OperationAnalysisContext context, Facts facts)
    {
        var assignment = (ISimpleAssignmentOperation)context.Operation;
        if (assignment.Target is not IPropertyReferenceOperation target) return;
        var isAny = target.Property.IsIndexer
            ? target.Arguments.Length == 1 && IsAnyHost(target.Arguments[0].Value, assignment.Value)
            : IsHosts(target.Property, facts) && HasStar(assignment.Value);
        if (!isAny) return;
        var at = target.Property.IsIndexer ? target.Syntax : CallShapes.NameNode(target.Syntax);
        context.Report(Descriptor, at, "AllowedHosts", "lets any host name through");
    }

    private static bool IsHosts(IPropertySymbol property, Facts facts) => property.Name == "AllowedHosts"
        && (facts.Is(property.ContainingType, KnownType.HostFilteringOptions) || facts.Is(property.ContainingType, KnownType.ForwardedHeadersOptions));

    private static bool IsAnyHost(IOperation key, IOperation value) =>
        key.ConstantValue is { HasValue: true, Value: "AllowedHosts" } && value.ConstantValue is { HasValue: true, Value: "*" };

    private static bool HasStar(ImmutableArray<IArgumentOperation> arguments)
    {
        foreach (var argument in arguments)
            if (HasStar(argument.Value)) return true;
        return false;
    }

    private static bool HasStar(IOperation value)
    {
        if (value.ConstantValue is { HasValue: true, Value: "*" }) return true;
        foreach (var child in value.ChildOperations)
            if (HasStar(child)) return true;
        return false;
    }

    // Either list alone still keeps strangers out: both have to be empty, and stay so.
    private static bool IsOpen(SyntaxNode call)
    {
        if (Functions.FunctionNode(call)?.ToString() is not { } code) return false;
        foreach (var filled in s_filled)
            if (code.IndexOf(filled, StringComparison.Ordinal) >= 0) return false;
        foreach (var cleared in s_networks)
            if (code.IndexOf(cleared, StringComparison.Ordinal) >= 0) return true;
        return false;
    }
}
