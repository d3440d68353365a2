namespace ArchitectAnalyzers.Rules.Api;

/// <summary>
/// A requirement of authorization that something farther out makes void: wherever an endpoint has both, <c>AllowAnonymous</c> wins. Methods of
/// hubs are left out: what they require is asked for at each call, whatever the connection needed.
/// </summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
[RuleFacts(Since = "0.1", Cwe = 862, Fix = FixSafety.ChangesBehaviour)]
public sealed class OverriddenAuthorization : Rule
{
    internal static readonly DiagnosticDescriptor Descriptor = Describe.Rule(
        id: "ARCH3005",
        title: "Let no AllowAnonymous farther out undo a requirement",
        messageFormat: "'{0}' requires authorization, but AllowAnonymous on {1} wins and everybody may call; allow anonymous callers only where they are meant",
        category: Describe.Api,
        defaultSeverity: DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        description: "AllowAnonymous wins over every requirement on the same endpoint, wherever either stands: nearness does not count.",
        Describe.Cwe(862));

    // Calls that map types, and calls that map all of a kind.
    private static readonly string[] s_mapsTypes = { "MapHub", "MapGrpcService" }, s_mapsKinds = { "MapControllers", "MapDefaultControllerRoute", "MapControllerRoute", "MapRazorPages" };
    private static readonly string[] s_closesPages = { "AuthorizePage", "AuthorizeFolder" };

    public OverriddenAuthorization() : base(Descriptor) { }

    private protected override void Register(CompilationStartAnalysisContext start, Facts facts)
    {
        if (!facts.Has(KnownType.IEndpointRouteBuilder) && !facts.Has(KnownType.ControllerBase)) return;
        var (endpoints, access) = (facts.Endpoints(), facts.Access());
        start.RegisterSymbolAction(context => Check(context, (IMethodSymbol)context.Symbol, endpoints, access), SymbolKind.Method);
        start.RegisterSymbolAction(context => Check(context, (INamedTypeSymbol)context.Symbol, access, facts), SymbolKind.NamedType);
        start.RegisterOperationAction(context => Check(context, (IInvocationOperation)context.Operation, endpoints, access, facts), OperationKind.Invocation);
    }

    private static void Check(SymbolAnalysisContext context, IMethodSymbol method, Endpoints endpoints, Access access)
    {
        if (method.MethodKind != MethodKind.Ordinary || method.DeclaredAccessibility != Accessibility.Public || (access.Words & AccessWords.Requirement) == 0) return;
        var own = access.OfSymbol(method);
        if ((own & Marks.Authorize) == 0 || (own & Marks.Anonymous) != 0 || Opener(method.ContainingType, access) is not { } opener) return;
        if (endpoints.Of(method)?.Kind is not (EndpointKind.ControllerAction or EndpointKind.GrpcMethod)) return;
        Report(context, method, method.ContainingType.Name + "." + method.Name, opener);
    }

    private static void Check(SymbolAnalysisContext context, INamedTypeSymbol type, Access access, Facts facts)
    {
        if (type.TypeKind != TypeKind.Class || type.BaseType is not { SpecialType: SpecialType.None } ancestor || (access.Words & AccessWords.Requirement) == 0) return;
        var own = access.OfSymbol(type);
        if ((own & Marks.Authorize) == 0 || (own & Marks.Anonymous) != 0 || Opener(ancestor, access) is not { } opener) return;
        if (!type.IsOrDerivesFrom(facts[KnownType.ControllerBase]) && !type.IsOrDerivesFrom(facts[KnownType.PageModel]) && !type.IsOrDerivesFrom(facts[KnownType.Hub])) return;
        Report(context, type, type.Name, opener);
    }

    private static void Report(SymbolAnalysisContext context, ISymbol symbol, string name, INamedTypeSymbol opener) =>
        context.Report(Descriptor, symbol.Locations[0], ImmutableDictionary<string, string?>.Empty, name, "'" + opener.Name + "'");

    // The nearest class from here outward that lets everybody in, where none before it asks again.
    private static INamedTypeSymbol? Opener(INamedTypeSymbol type, Access access)
    {
        for (var t = type; t is { SpecialType: SpecialType.None }; t = t.BaseType)
            if ((access.OfSymbol(t) & Marks.Anonymous) != 0) return t;
        return null;
    }

    private static void Check(OperationAnalysisContext context, IInvocationOperation call, Endpoints endpoints, Access access, Facts facts)
    {
        var name = call.TargetMethod.Name;
        if (call.Syntax is not InvocationExpressionSyntax syntax) return;
        if (Array.IndexOf(s_closesPages, name) >= 0)
        {
            if (Folder(syntax, call, context.CancellationToken) is { } folder) context.Report(Descriptor, call.NameNode(), Path(call), "folder '" + folder + "'");
            return;
        }

        if (!name.StartsWith("Map", StringComparison.Ordinal) || (access.Words & AccessWords.Requirement) == 0) return;
        if (name == "MapGroup")
        {
            if (access.OfGroup(syntax).Overridden == 1 && !Development.Has(syntax)) context.Report(Descriptor, call.NameNode(), Path(call), "the group around it");
        }
        else if (Array.IndexOf(s_mapsTypes, name) >= 0)
        {
            if (call.TargetMethod.TypeArguments is { Length: 1 } types && types[0] is INamedTypeSymbol mapped && IsClosed(mapped, name, access)
                && IsOpen(access.OfMapping(syntax, mapped)) && !Development.Has(syntax)) context.Report(Descriptor, call.NameNode(), mapped.Name, "what maps it");
        }
        else if (Array.IndexOf(s_mapsKinds, name) >= 0)
        {
            if (IsOpen(access.OfMapping(syntax, null)) && !Development.Has(syntax) && Closed(name == "MapRazorPages", access, facts, context.CancellationToken) is { } closed)
                context.Report(Descriptor, call.NameNode(), closed.Name, "what maps it");
        }
        else if (endpoints.Of(call) is { Kind: EndpointKind.MinimalApi } endpoint && access.Of(endpoint) is { Overridden: 0 or 1 } said && !Development.Has(syntax))
        {
            context.Report(Descriptor, call.NameNode(), endpoint.Name, said.Overridden == 0 && (said.Layers[1] & Marks.Anonymous) != 0 ? "what maps it" : "its group");
        }
    }

    private static bool IsOpen(EndpointAccess said)
    {
        for (var i = 1; i < said.Layers.Length; i++)
            if ((said.Layers[i] & Marks.Anonymous) != 0) return true;
        return false;
    }

    // A hub's methods are asked for at each call: its class alone counts.
    private static bool IsClosed(INamedTypeSymbol type, string mapping, Access access)
    {
        var own = access.OfType(type);
        if ((own & Marks.Anonymous) != 0) return false;
        if ((own & Marks.Authorize) != 0 || mapping == "MapHub") return (own & Marks.Authorize) != 0;
        foreach (var member in type.GetMembers())
            if (member is IMethodSymbol && (access.OfSymbol(member) & Marks.Authorize) != 0) return true;
        return false;
    }

    private static INamedTypeSymbol? Closed(bool pages, Access access, Facts facts, CancellationToken cancellationToken)
    {
        var (ending, ancestor) = pages ? ("Model", facts[KnownType.PageModel]) : ("Controller", facts[KnownType.ControllerBase]);
        foreach (var symbol in facts.Compilation.GetSymbolsWithName(name => name.EndsWith(ending, StringComparison.Ordinal), SymbolFilter.Type, cancellationToken))
            if (symbol is INamedTypeSymbol type && type.IsOrDerivesFrom(ancestor) && IsClosed(type, "", access)) return type;
        return null;
    }

    // Within a folder that everybody may see, no page can ask for more.
    private static string? Folder(InvocationExpressionSyntax syntax, IInvocationOperation call, CancellationToken cancellationToken)
    {
        if (CalledNames.Of(syntax.SyntaxTree, "AllowAnonymousToFolder", cancellationToken) is not { } opens) return null;
        var path = Path(call).TrimEnd('/');
        foreach (var open in opens)
        {
            if (Functions.FunctionNode(open) != Functions.FunctionNode(syntax) || open.ArgumentList.Arguments.Count == 0) continue;
            if (call.SemanticModel!.GetConstantValue(open.ArgumentList.Arguments[0].Expression, cancellationToken).Value is not string folder) continue;
            if (path.Length > folder.TrimEnd('/').Length && path.StartsWith(folder.TrimEnd('/') + "/", StringComparison.OrdinalIgnoreCase)) return folder;
        }

        return null;
    }

    // What the call names: a page, a folder, a group's prefix.
    private static string Path(IInvocationOperation call)
    {
        foreach (var argument in call.Arguments)
            if (argument.Value.ConstantValue is { HasValue: true, Value: string text }) return text;
        return call.TargetMethod.Name;
    }
}
