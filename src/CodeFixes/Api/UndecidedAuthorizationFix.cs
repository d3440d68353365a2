using ArchitectAnalyzers.Rules.Api;

namespace ArchitectAnalyzers.CodeFixes.Api;

/// <summary>Writes down either decision: who calls must be known, or everybody may call.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(UndecidedAuthorizationFix))]
public sealed class UndecidedAuthorizationFix() : RuleFix(UndecidedAuthorization.Descriptor, FixSafety.ChangesBehaviour)
{
    private const string Require = "Require an authenticated caller (others get 401)", Allow = "Allow anonymous callers (as it is now, but said)";
    private const string Authorization = "Microsoft.AspNetCore.Authorization", Builder = "Microsoft.AspNetCore.Builder";

    private protected override IEnumerable<FixPlan> Plans(FixSite site)
    {
        if (site.Node is MemberDeclarationSyntax declaration and (MethodDeclarationSyntax or ClassDeclarationSyntax))
        {
            var at = declaration.SpanStart;
            if (Attribute(site, at, "Authorize")) yield return Declared(Require, "ARCH3004:require", declaration, "Authorize");
            if (Attribute(site, at, "AllowAnonymous")) yield return Declared(Allow, "ARCH3004:allow-anonymous", declaration, "AllowAnonymous");
        }
        else if (site.Call() is { } mapping)
        {
            var end = EndpointChain.EndOf(mapping, site);
            yield return Chained(Require, "ARCH3004:require", mapping, end, "RequireAuthorization()", site);
            yield return Chained(Allow, "ARCH3004:allow-anonymous", mapping, end, "AllowAnonymous()", site);
        }
    }

    private static bool Attribute(FixSite site, int at, string name) =>
        site.CanName(at, (name + "Attribute", Authorization)) && site.Semantics.LookupNamespacesAndTypes(at, name: name).IsEmpty;

    private static FixPlan Declared(string title, string key, MemberDeclarationSyntax declaration, string attribute) =>
        FixPlan.Replace(title, key, declaration, current => EndpointChain.WithAttribute(current, attribute), Authorization);

    private static FixPlan Chained(string title, string key, InvocationExpressionSyntax mapping, ExpressionSyntax end, string call, FixSite site) =>
        new(title, key, new[] { new NodeEdit(end, current => EndpointChain.Append(current, call)) }, Builder)
        {
            Trial = new Trial(new[] { Functions.FunctionNode(mapping) ?? site.Root }, static (_, _, _) => true),
        };
}
