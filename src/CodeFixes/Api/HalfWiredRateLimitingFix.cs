using System.Globalization;
using ArchitectAnalyzers.Rules.Api;

namespace ArchitectAnalyzers.CodeFixes.Api;

/// <summary>Adds the part that is missing: the middleware, the registration, the policy; or moves the middleware, or corrects the name.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(HalfWiredRateLimitingFix))]
public sealed class HalfWiredRateLimitingFix() : RuleFix(HalfWiredRateLimiting.Descriptor)
{
    private static readonly (string Name, string Namespace)[] s_policyNeeds =
    {
        ("TimeSpan", "System"), ("RateLimiterOptionsExtensions", "Microsoft.AspNetCore.RateLimiting"),
    };

    private protected override IEnumerable<FixPlan> Plans(FixSite site)
    {
        if (site[HalfWiredRateLimiting.Unknown] is { } unknown) return Policy(site, unknown);
        if (site.Call() is not { } call) return Array.Empty<FixPlan>();
        return site[HalfWiredRateLimiting.Target] is { } target ? Move(site, call, At(site, target))
            : site[HalfWiredRateLimiting.Mapping] is not { } mapping || At(site, mapping).FirstAncestorOrSelf<InvocationExpressionSyntax>() is not { } mapped
                ? Array.Empty<FixPlan>()
            : RateLimiterPlaces.Of(mapped, site) is not { } places ? Array.Empty<FixPlan>()
            : mapped == call ? Register(site, call, places) : Use(places);
    }

    private static SyntaxNode At(FixSite site, string position) => site.Root.FindToken(int.Parse(position, CultureInfo.InvariantCulture)).Parent!;

    private static IEnumerable<FixPlan> Move(FixSite site, InvocationExpressionSyntax call, SyntaxNode target)
    {
        var isInFront = site[HalfWiredRateLimiting.InFront] is not null;
        if (StatementMove.Of(call, target, isInFront, static _ => false) is not { } move) yield break;
        if (Check.Edited(site, move.Apply, Array.Empty<string>(), Array.Empty<SyntaxNode>(), new SyntaxAnnotation()) is null) yield break;
        yield return new($"Move it {(isInFront ? "in front of" : "behind")} '{target}'", "ARCH3002:move", move.Apply);
    }

    private static IEnumerable<FixPlan> Use(RateLimiterPlaces places)
    {
        yield return new("Call 'UseRateLimiter'", "ARCH3002:use",
            editor => places.Middleware.Insert(editor, places.App + ".UseRateLimiter();"), "Microsoft.AspNetCore.Builder");
    }

    private static IEnumerable<FixPlan> Register(FixSite site, InvocationExpressionSyntax call, RateLimiterPlaces places)
    {
        if (!site.CanName(call.SpanStart, RateLimiterCode.Needs)) yield break;
        yield return Plan("Limit each client (fixed window)", "ARCH3002:fixed-window", RateLimiterCode.FixedWindow);
        yield return Plan("Limit each client (token bucket, allows bursts)", "ARCH3002:token-bucket", RateLimiterCode.TokenBucket);

        FixPlan Plan(string title, string key, string limiter) => new(title, key,
            editor => places.Registration.Insert(editor, RateLimiterCode.Registration(places.Services, limiter)), RateLimiterCode.Usings);
    }

    private static IEnumerable<FixPlan> Policy(FixSite site, string unknown)
    {
        if (site[HalfWiredRateLimiting.Meant] is { } meant && site.Node.FirstAncestorOrSelf<LiteralExpressionSyntax>() is { } literal)
        {
            yield return FixPlan.Replace($"Use the policy '{meant}'", "ARCH3002:name", literal, current =>
                LiteralExpression(SyntaxKind.StringLiteralExpression, Literal(meant)).WithTriviaFrom(current));
        }

        if (Options(site) is not (var options, { } block) || !site.CanName(block.SpanStart, s_policyNeeds)) yield break;
        var place = new StatementPlace(block, block.Statements.Count);
        if (!place.IsBetweenLines || block.Statements.LastOrDefault() is ReturnStatementSyntax or ThrowStatementSyntax) yield break;
        var name = Literal(unknown).ToString();
        var taken = site.Semantics.LookupSymbols(block.CloseBraceToken.SpanStart, name: "limiter").Length > 0;
        var limiter = taken ? "limits" : "limiter";
        yield return new($"Register a policy {name}", "ARCH3002:policy", editor => editor.ReplaceNode(block, (current, _) =>
            current.ToString().Contains("Limiter(" + name) ? current : Added((BlockSyntax)current)),
            s_policyNeeds.Select(need => need.Namespace).ToArray());

        SyntaxNode Added(BlockSyntax current) => StatementPlace.Inserted(current, current.Statements.Count, $$"""
            {{options}}.AddFixedWindowLimiter({{name}}, {{limiter}} =>
            {
                {{limiter}}.PermitLimit = 100;
                {{limiter}}.Window = TimeSpan.FromMinutes(1);
            });
            """);
    }

    // The lambda with which this file registers the limiter.
    private static (string Options, BlockSyntax? Block) Options(FixSite site)
    {
        foreach (var call in HostCalls.Of(site.Root.SyntaxTree, site.CancellationToken))
        {
            if (CallShapes.NameNode(call) is not SimpleNameSyntax { Identifier.ValueText: "AddRateLimiter" }) continue;
            if (call.ArgumentList.Arguments.LastOrDefault()?.Expression is not LambdaExpressionSyntax { Block: { } block } lambda) continue;
            var parameter = lambda switch
            {
                SimpleLambdaExpressionSyntax simple => simple.Parameter,
                ParenthesizedLambdaExpressionSyntax { ParameterList.Parameters: { Count: 1 } parameters } => parameters[0],
                _ => null,
            };
            if (parameter is { Identifier.Text: not "_" }) return (parameter.Identifier.Text, block);
        }

        return ("", null);
    }
}
