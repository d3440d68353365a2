using ArchitectAnalyzers.Rules.Api;

namespace ArchitectAnalyzers.CodeFixes.Api;

/// <summary>Gives the endpoint a rate limit: a policy that the app has, or a strict one by address that is added to the app's limiter.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(UnlimitedCredentialEndpointFix))]
public sealed class UnlimitedCredentialEndpointFix() : RuleFix(UnlimitedCredentialEndpoint.Descriptor)
{
    private const string Added = "credentials", Namespace = "Microsoft.AspNetCore.RateLimiting";

    private const string Policy = """
        $options.AddPolicy("credentials", context => RateLimitPartition.GetFixedWindowLimiter(
            context.Connection.RemoteIpAddress?.ToString() ?? "unknown",
            _ => new FixedWindowRateLimiterOptions { PermitLimit = 5, Window = TimeSpan.FromMinutes(1) }));
        """;

    private static readonly string[] s_registrations = { "AddFixedWindowLimiter", "AddSlidingWindowLimiter", "AddTokenBucketLimiter", "AddPolicy" };
    private static readonly string[] s_fitting = { "login", "auth", "sign", "credential", "password", "token", "strict", "otp" };

    private protected override IEnumerable<FixPlan> Plans(FixSite site)
    {
        var policies = Policies(site);
        var fitting = policies.FirstOrDefault(policy => s_fitting.Any(word => policy.IndexOf(word, StringComparison.OrdinalIgnoreCase) >= 0))
            ?? (policies.Count == 1 ? policies[0] : null);
        if (fitting is not null)
        {
            if (Limit(site, fitting) is { } edit) yield return new($"Limit it by the policy \"{fitting}\"", "ARCH3011", edit, UsingsOf(site));
        }
        else if (policies.Count == 0 && Limiter(site) is var (block, options) && Limit(site, Added) is { } edit
            && site.CanName(block.SpanStart, ("RateLimitPartition", "System.Threading.RateLimiting"), ("TimeSpan", "System")))
        {
            yield return new("Limit it to five calls a minute from one address", "ARCH3011", editor =>
            {
                edit(editor);
                editor.ReplaceNode(block, (current, _) => current.ToString().Contains("\"" + Added + "\"") ? current
                    : StatementPlace.Inserted(current, ((BlockSyntax)current).Statements.Count, Policy.Replace("$options", options)));
            }, UsingsOf(site).Append("System.Threading.RateLimiting").Append("System").ToArray());
        }
    }

    private static string[] UsingsOf(FixSite site) => site.Node is MethodDeclarationSyntax ? new[] { Namespace } : new[] { "Microsoft.AspNetCore.Builder" };

    // An action has an attribute, a page's class has it for its handlers, a mapping call is chained on.
    private static Action<DocumentEditor>? Limit(FixSite site, string policy)
    {
        var literal = SymbolDisplay.FormatLiteral(policy, quote: true);
        if (site.Node is MethodDeclarationSyntax method)
        {
            SyntaxNode declaration = method.Parent is ClassDeclarationSyntax type
                && site.Semantics.GetDeclaredSymbol(type, site.CancellationToken).IsOrDerivesFrom(site.Facts[KnownType.PageModel])
                ? type : method;
            if (!site.CanName(method.SpanStart, ("EnableRateLimitingAttribute", Namespace))) return null;
            return editor => editor.ReplaceNode(declaration,
                (current, _) => current.ToString().Contains("EnableRateLimiting(" + literal) && current is ClassDeclarationSyntax ? current
                : EndpointChain.WithAttribute(current, "EnableRateLimiting(" + literal + ")"));
        }

        if (site.Call() is not { } mapping) return null;
        var end = EndpointChain.EndOf(mapping, site);
        return editor => editor.ReplaceNode(end, (current, _) => EndpointChain.Append(current, "RequireRateLimiting(" + literal + ")"));
    }

    private static List<string> Policies(FixSite site)
    {
        var policies = new List<string>();
        foreach (var tree in site.Semantics.Compilation.SyntaxTrees)
        {
            foreach (var name in s_registrations)
            {
                foreach (var call in CalledNames.Of(tree, name, site.CancellationToken) ?? new List<InvocationExpressionSyntax>())
                {
                    if (call.ArgumentList.Arguments.Count < 2) continue;
                    var semantics = site.Facts.Semantics(tree);
                    if (semantics.GetSymbolInfo(call,
                        site.CancellationToken).Symbol is IMethodSymbol { ContainingType.Name: "RateLimiterOptions" or "RateLimiterOptionsExtensions" }
                        && semantics.GetConstantValue(call.ArgumentList.Arguments[0].Expression,
                            site.CancellationToken).Value is string policy) policies.Add(policy);
                }
            }
        }

        return policies;
    }

    // builder.Services.AddRateLimiter(options => { … }) of this file.
    private static (BlockSyntax Block, string Options)? Limiter(FixSite site)
    {
        foreach (var call in CalledNames.Of(site.Root.SyntaxTree, "AddRateLimiter", site.CancellationToken) ?? new List<InvocationExpressionSyntax>())
        {
            if (call.ArgumentList.Arguments.LastOrDefault()?.Expression is SimpleLambdaExpressionSyntax { Block: { Statements.Count: > 0 } block,
                Parameter.Identifier.Text: not "_" and var options }
                && new StatementPlace(block, block.Statements.Count).IsBetweenLines) return (block, options);
        }

        return null;
    }
}
