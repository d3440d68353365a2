namespace ArchitectAnalyzers.Rules.Api;

/// <summary>The limit that servers and forms have for the size of a request is switched off, or set so high that it limits nothing.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
[RuleFacts(Since = "0.1", Cwe = 770, Fix = FixSafety.Safe)]
public sealed class UnlimitedUpload : Rule
{
    internal static readonly DiagnosticDescriptor Descriptor = Describe.Rule(
        id: "ARCH3010",
        title: "Limit the size of requests",
        messageFormat: "'{0}' lets one request be {1}; set the limit that the endpoint needs",
        category: Describe.Api,
        defaultSeverity: DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        description: "Servers refuse bodies of more than about 30 MB and forms of more than 128 MB. Without that limit, anyone can fill the disk or the " +
            "memory with one request.",
        Describe.Cwe(770));

    internal static readonly Option<int> Largest = Option.Number(Descriptor, "largest_megabytes", 4096, 1,
        "The limit, in megabytes, from which on a limit counts as none.");

    // The property that limits, and the types that have it.
    private static readonly (string Property, KnownType Type)[] s_limits =
    {
        ("MaxRequestBodySize", KnownType.KestrelServerLimits),
        ("MaxRequestBodySize", KnownType.IISServerOptions),
        ("MaxRequestBodySize", KnownType.HttpSysOptions),
        ("MaxRequestBodySize", KnownType.IHttpMaxRequestBodySizeFeature),
        ("MultipartBodyLengthLimit", KnownType.FormOptions),
        ("MultipartBodyLengthLimit", KnownType.RequestFormLimits),
    };

    public UnlimitedUpload() : base(Descriptor, KnownType.HttpContext) { }

    private protected override void Register(CompilationStartAnalysisContext start, Facts facts)
    {
        start.RegisterOperationAction(context => CheckLimit(context, (ISimpleAssignmentOperation)context.Operation, facts), OperationKind.SimpleAssignment);
        start.RegisterOperationAction(context => CheckMetadata(context, (IObjectCreationOperation)context.Operation, facts), OperationKind.ObjectCreation);
        start.RegisterSyntaxNodeAction(context => CheckAttribute(context, (AttributeSyntax)context.Node, facts), SyntaxKind.Attribute);
    }

    private static void CheckLimit(OperationAnalysisContext context, ISimpleAssignmentOperation assignment, Facts facts)
    {
        // Newer compilers show attributes as operations too.
        if (assignment.Target is not IPropertyReferenceOperation { Property: var property } target || assignment.Syntax is AttributeArgumentSyntax
            || !IsLimit(property, facts)) return;
        if (Size(assignment.Value.Unconverted().ConstantValue, Largest, context.Options, assignment.Syntax.SyntaxTree) is not { } size
            || assignment.IsForDevelopment()) return;
        context.Report(Descriptor, CallShapes.NameNode(target.Syntax), property.Name, size);
    }

    private static bool IsLimit(IPropertySymbol property, Facts facts)
    {
        if (property.Name is not ("MaxRequestBodySize" or "MultipartBodyLengthLimit")) return false;
        foreach (var (name, type) in s_limits)
            if (property.Name == name
                && (facts.Is(property.ContainingType, type)
                    || type == KnownType.IHttpMaxRequestBodySizeFeature && property.ContainingType.Implements(facts[type]))) return true;
        return false;
    }

    // .WithMetadata(new DisableRequestSizeLimitAttribute())
    private static void CheckMetadata(OperationAnalysisContext context, IObjectCreationOperation creation, Facts facts)
    {
        if (creation.Type is not { Name: "DisableRequestSizeLimitAttribute" or "RequestSizeLimitAttribute" } type || creation.Syntax is AttributeSyntax) return;
        var size = facts.Is(type, KnownType.DisableRequestSizeLimit) ? "of any size"
            : facts.Is(type, KnownType.RequestSizeLimit) && creation.Arguments.Length == 1
                ? Size(creation.Arguments[0].Value.Unconverted().ConstantValue, Largest, context.Options, creation.Syntax.SyntaxTree) : null;
        if (size is not null && !creation.IsForDevelopment()) context.Report(Descriptor, CallShapes.NameNode(creation.Syntax), type.Name, size);
    }

    private static void CheckAttribute(SyntaxNodeAnalysisContext context, AttributeSyntax attribute, Facts facts)
    {
        // Name before symbol: almost every attribute stops here.
        if (Name(attribute.Name) is not ("DisableRequestSizeLimit" or "DisableRequestSizeLimitAttribute" or "RequestSizeLimit" or "RequestSizeLimitAttribute"
            or "RequestFormLimits" or "RequestFormLimitsAttribute")) return;
        var type = context.SemanticModel.GetSymbolInfo(attribute, context.CancellationToken).Symbol?.ContainingType;
        if (facts.Is(type, KnownType.DisableRequestSizeLimit))
        {
            if (!IsLimitedElsewhere(context, attribute))
                context.Report(Descriptor, attribute.Name, ImmutableDictionary<string, string?>.Empty, Name(attribute.Name), "of any size");
        }
        else if (attribute.ArgumentList is { } list)
        {
            foreach (var argument in list.Arguments)
            {
                var isSize = facts.Is(type, KnownType.RequestSizeLimit) && argument.NameEquals is null
                    || facts.Is(type, KnownType.RequestFormLimits) && argument.NameEquals?.Name.Identifier.ValueText == "MultipartBodyLengthLimit";
                if (!isSize) continue;
                var value = context.SemanticModel.GetConstantValue(argument.Expression, context.CancellationToken);
                if (Size(value, Largest, context.Options, attribute.SyntaxTree) is { } size)
                    context.Report(Descriptor, argument.NameEquals?.Name ?? (SyntaxNode)attribute.Name, ImmutableDictionary<string, string?>.Empty,
                        argument.NameEquals?.Name.Identifier.ValueText ?? Name(attribute.Name), size);
            }
        }
    }

    private static string Name(NameSyntax name) => name switch
    {
        QualifiedNameSyntax qualified => qualified.Right.Identifier.ValueText,
        AliasQualifiedNameSyntax alias => alias.Name.Identifier.ValueText,
        SimpleNameSyntax simple => simple.Identifier.ValueText,
        _ => "",
    };

    // A limit for its form stands beside the attribute, or the method sets one for the request at hand.
    private static bool IsLimitedElsewhere(SyntaxNodeAnalysisContext context, AttributeSyntax attribute)
    {
        if (attribute.Parent?.Parent is not { } owner) return false;
        foreach (var list in Attributes(owner))
            foreach (var other in list.Attributes)
                if (Name(other.Name) is "RequestFormLimits" or "RequestFormLimitsAttribute" && LimitsForms(context, other)) return true;
        return owner is MethodDeclarationSyntax or LambdaExpressionSyntax && owner.ToString().Contains("MaxRequestBodySize");
    }

    private static bool LimitsForms(SyntaxNodeAnalysisContext context, AttributeSyntax attribute)
    {
        if (attribute.ArgumentList is not { } list) return false;
        foreach (var argument in list.Arguments)
            if (argument.NameEquals?.Name.Identifier.ValueText == "MultipartBodyLengthLimit"
                && Size(context.SemanticModel.GetConstantValue(argument.Expression, context.CancellationToken), Largest, context.Options,
                    attribute.SyntaxTree) is null) return true;
        return false;
    }

    private static SyntaxList<AttributeListSyntax> Attributes(SyntaxNode owner) => owner switch
    {
        MemberDeclarationSyntax member => member.AttributeLists,
        LambdaExpressionSyntax lambda => lambda.AttributeLists,
        LocalFunctionStatementSyntax local => local.AttributeLists,
        _ => default,
    };

    // What the message says of a limit that is none; null for one that is, or that nobody can see.
    private static string? Size(Optional<object?> value, Option<int> largest, AnalyzerOptions options, SyntaxTree tree)
    {
        if (!value.HasValue) return null;
        if (value.Value is null) return "of any size";
        long? size = value.Value switch { int number => number, long number => number, uint number => number,
            ulong number => number > long.MaxValue ? long.MaxValue : (long)number, _ => null };
        return size is int.MaxValue || size >= largest.Read(options, tree) * 1048576L ? (size / 1048576) + " MB long" : null;
    }
}
