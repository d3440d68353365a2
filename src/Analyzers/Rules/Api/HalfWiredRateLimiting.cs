using System.Globalization;

namespace ArchitectAnalyzers.Rules.Api;

/// <summary>
/// A limiter that is registered and not used, used and not registered, used where it does not see what it limits, or asked for a policy that
/// nobody registers.
/// </summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
[RuleFacts(Since = "0.1", Cwe = 770, Fix = FixSafety.Safe)]
public sealed class HalfWiredRateLimiting : Rule
{
    /// <summary>Where the app's first mapping, or the call to move the limiter to, is named in this file.</summary>
    internal const string Mapping = nameof(Mapping), Target = nameof(Target);

    /// <summary>Set where the limiter goes in front of the target; the registered name that was meant, where one is close; the unknown name.</summary>
    internal const string InFront = nameof(InFront), Meant = nameof(Meant), Unknown = nameof(Unknown);

    private static readonly HashSet<string> s_names = new(StringComparer.Ordinal) { "AddRateLimiter", "UseRateLimiter", "RequireRateLimiting" };
    private static readonly HashSet<string> s_endpoints = new(StringComparer.Ordinal) { "UseEndpoints", "UseMvc", "UseMvcWithDefaultRoute" };

    internal static readonly DiagnosticDescriptor Descriptor = Describe.Rule(
        id: "ARCH3002",
        title: "Wire the rate limiter up completely",
        messageFormat: "'{0}' does not limit what it should: {1}; {2}",
        category: Describe.Api,
        defaultSeverity: DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        description: "A rate limiter takes a registration, a middleware behind routing, and policies that exist. With a part missing, requests fail or pass.",
        Describe.Cwe(770));

    public HalfWiredRateLimiting() : base(Descriptor, KnownType.IApplicationBuilder) { }

    private protected override void Register(CompilationStartAnalysisContext start, Facts facts)
    {
        var (pipeline, policies) = (facts.Pipeline(), facts.RateLimitPolicies());
        start.RegisterSemanticModelAction(context => Check(context, pipeline, policies));
        if (facts.Has(KnownType.EnableRateLimiting))
            start.RegisterSyntaxNodeAction(context => CheckAttribute(context, facts, pipeline, policies), SyntaxKind.Attribute);
    }

    private static void Check(SemanticModelAnalysisContext context, Pipeline pipeline, RateLimitPolicies policies)
    {
        var (tree, cancellationToken) = (context.SemanticModel.SyntaxTree, context.CancellationToken);
        HashSet<SyntaxNode>? reported = null;
        foreach (var app in pipeline.Around(tree, s_names, cancellationToken))
        {
            PipelineCall? added = null, used = null;
            var isConfigured = false;
            foreach (var call in app.Calls)
            {
                if (call.Name == "AddRateLimiter") added ??= call;
                if (call.Name == "UseRateLimiter") used ??= call;
                isConfigured |= call.Name is "Configure" or "PostConfigure" && call.Method.TypeArguments is { Length: 1 } options
                    && options[0].Name == "RateLimiterOptions";
            }

            if (used is not null) CheckPlace(used, app);
            if (app.CannotTell) continue;
            if (added is not null && used is null)
                Report(added.Syntax, Position(Mapping, app.FirstMapping?.Site), "AddRateLimiter", "no middleware asks it", "call 'UseRateLimiter'");
            else if (used is not null && added is null && !isConfigured && TakesNoOptions(used.Method))
                Report(used.Syntax, Position(Mapping, used.Syntax), "UseRateLimiter", "no limiter is registered", "call 'AddRateLimiter'");
        }

        foreach (var call in HostCalls.Of(tree, cancellationToken))
        {
            var arguments = call.ArgumentList.Arguments;
            if (CallShapes.NameNode(call) is not SimpleNameSyntax { Identifier.ValueText: "RequireRateLimiting" } || arguments.Count == 0) continue;
            var policy = arguments[arguments.Count - 1].Expression;
            if (context.SemanticModel.GetConstantValue(policy, cancellationToken).Value is string name
                && IsUnknown(name, pipeline, policies, cancellationToken))
                Report(policy, Named(name, policies, cancellationToken), "RequireRateLimiting", "no policy '" + name + "' is registered", "register it");
        }

        void CheckPlace(PipelineCall used, App app)
        {
            var isBehind = false;
            foreach (var call in app.Calls)
            {
                isBehind |= call == used;
                if (call == used || !call.IsTogetherWith(used)) continue;
                if (isBehind && call.Name == "UseRouting" && policies.AreUsed(cancellationToken))
                    Report(used.Syntax, Position(Target, call.Syntax), "UseRateLimiter", "before 'UseRouting' no endpoint has a policy", "move it behind that");
                else if (isBehind && call.Name == "UseAuthentication" && policies.AskWho(cancellationToken))
                    Report(used.Syntax, Position(Target, call.Syntax), "UseRateLimiter", "before 'UseAuthentication' all requests are one anonymous user's",
                        "move it behind that");
                else if (!isBehind && s_endpoints.Contains(call.Name) && call.IsFrameworks)
                    Report(used.Syntax, Position(Target, call.Syntax).Add(InFront, ""), "UseRateLimiter", "endpoints answer before it is asked",
                        "move it in front of '" + call.Name + "'");
                else continue;
                return;
            }
        }

        ImmutableDictionary<string, string?> Position(string key, InvocationExpressionSyntax? call) => call?.SyntaxTree == tree
            ? ImmutableDictionary<string, string?>.Empty.Add(key, CallShapes.NameNode(call!).SpanStart.ToString(CultureInfo.InvariantCulture))
            : ImmutableDictionary<string, string?>.Empty;

        void Report(ExpressionSyntax at, ImmutableDictionary<string, string?> properties, string name, string why, string what)
        {
            if (at.SyntaxTree != tree || !(reported ??= new()).Add(at)) return;
            context.Report(Descriptor, CallShapes.NameNode(at), properties, name, why, what);
        }
    }

    private static void CheckAttribute(SyntaxNodeAnalysisContext context, Facts facts, Pipeline pipeline, RateLimitPolicies policies)
    {
        var attribute = (AttributeSyntax)context.Node;
        if (attribute.ArgumentList is not { Arguments: { Count: 1 } arguments } || !IsEnabling(attribute.Name)) return;
        var policy = arguments[0].Expression;
        if (context.SemanticModel.GetConstantValue(policy, context.CancellationToken).Value is not string name) return;
        if (!facts.Is(context.SemanticModel.GetTypeInfo(attribute, context.CancellationToken).Type, KnownType.EnableRateLimiting)) return;
        if (!IsUnknown(name, pipeline, policies, context.CancellationToken)) return;
        context.Report(Descriptor, policy, Named(name, policies, context.CancellationToken),
            "EnableRateLimiting", "no policy '" + name + "' is registered", "register it");
    }

    private static bool IsEnabling(NameSyntax name) => name switch
    {
        SimpleNameSyntax { Identifier.ValueText: "EnableRateLimiting" or "EnableRateLimitingAttribute" } => true,
        QualifiedNameSyntax qualified => IsEnabling(qualified.Right),
        AliasQualifiedNameSyntax aliased => IsEnabling(aliased.Name),
        _ => false,
    };

    // An app, or what registers policies for one, is in sight, and all of what they register.
    private static bool IsUnknown(string name, Pipeline pipeline, RateLimitPolicies policies, CancellationToken cancellationToken)
    {
        if (policies.Names(cancellationToken) is not { } names || names.Contains(name)) return false;
        var apps = pipeline.Apps(cancellationToken);
        foreach (var app in apps)
            if (app.CannotTell) return false;
        return !apps.IsEmpty || names.Count > 0;
    }

    private static ImmutableDictionary<string, string?> Named(string name, RateLimitPolicies policies, CancellationToken cancellationToken)
    {
        var properties = ImmutableDictionary<string, string?>.Empty.Add(Unknown, name);
        return NearMiss.Closest(name, policies.Names(cancellationToken)!) is { } meant ? properties.Add(Meant, meant) : properties;
    }

    private static bool TakesNoOptions(IMethodSymbol method) => (method.ReducedFrom ?? method).Parameters.Length == 1;
}
