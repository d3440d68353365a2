using ArchitectAnalyzers.Rules.Api;

namespace ArchitectAnalyzers.CodeFixes.Api;

/// <summary>Makes all results of a handler typed, and says their types where the language cannot infer them.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(UntypedResultsFix))]
public sealed class UntypedResultsFix() : RuleFix(UntypedResults.Descriptor)
{
    private const string Space = "Microsoft.AspNetCore.Http.HttpResults";

    private protected override IEnumerable<FixPlan> Plans(FixSite site)
    {
        if (Plan(site) is { } plan) yield return plan;
    }

    private static FixPlan? Plan(FixSite site)
    {
        if (Functions.FunctionNode(site.Node) is not { } function || function.ContainsDirectives) return null;
        var leaves = new List<ExpressionSyntax>();
        foreach (var returned in Returned(function))
            if (!AddLeaves(returned, leaves)) return null;

        // Each answer typed, in the order in which they stand.
        var edits = new List<NodeEdit>();
        var types = new List<INamedTypeSymbol>();
        foreach (var leaf in leaves)
        {
            if (leaf is not InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Expression: { } holder } access } call) return null;
            var typed = call.WithExpression(access.WithExpression(Typed(holder)));
            if (site.Semantics.GetSpeculativeTypeInfo(call.SpanStart, typed,
                SpeculativeBindingOption.BindAsExpression).Type is not INamedTypeSymbol { TypeKind: not TypeKind.Error } type
                || type.ContainingNamespace.ToDisplayString() != Space) return null;
            if (!types.Contains(type, SymbolEqualityComparer.Default)) types.Add(type);
            if (holder is IdentifierNameSyntax { Identifier.ValueText: "Results" } or MemberAccessExpressionSyntax { Name.Identifier.ValueText: "Results" })
                edits.Add(new NodeEdit(holder, current => current is ExpressionSyntax now ? Typed(now) : current));
        }

        if (edits.Count == 0 || types.Count > 6) return null;
        var usings = Array.Empty<string>();
        if (Functions.ReturnType(function) is { } declared ? IsUntyped(declared) : types.Count > 1)
        {
            if (Union(site, function, types) is not { } union) return null;
            usings = new[] { Space };
            if (Functions.ReturnType(function) is { } there)
            {
                var untyped = there.DescendantNodesAndSelf().OfType<IdentifierNameSyntax>().First(n => n.Identifier.ValueText == "IResult");
                edits.Add(new NodeEdit(untyped, current => ParseTypeName(union).WithTriviaFrom(current)));
            }
            else if (function is ParenthesizedLambdaExpressionSyntax lambda && lambda.ParameterList.Parameters.All(p => p.Type is not null))
            {
                var type = lambda.AsyncKeyword != default ? $"Task<{union}>" : union;
                edits.Add(new NodeEdit(lambda, current => current is ParenthesizedLambdaExpressionSyntax now
                    ? now.WithReturnType(ParseTypeName(type).WithLeadingTrivia(now.ParameterList.GetLeadingTrivia()).WithTrailingTrivia(SyntaxFactory.Space))
                        .WithParameterList(now.ParameterList.WithoutLeadingTrivia())
                    : current));
            }
            else
            {
                return null;
            }
        }

        return new FixPlan("Use typed results", UntypedResults.Descriptor.Id, edits,
            usings) { Trial = new Trial(new[] { function }, static (_, _, _) => true) };
    }

    // Results<Ok<Order>, NotFound>: null where a type has no name here.
    private static string? Union(FixSite site, SyntaxNode function, List<INamedTypeSymbol> types)
    {
        var names = new List<string>();
        foreach (var type in types)
        {
            if (!site.CanName(function.SpanStart, (type.Name, Space)) || type.TypeArguments.Any(HasNoName)) return null;
            names.Add(type.TypeArguments.IsEmpty ? type.Name
                : $"{type.Name}<{string.Join(", ", type.TypeArguments.Select(t => t.ToMinimalDisplayString(site.Semantics, NullableFlowState.NotNull, function.SpanStart)))}>");
        }

        return names.Count == 1 ? names[0] : $"Results<{string.Join(", ", names)}>";
    }

    private static bool HasNoName(ITypeSymbol type) =>
        type.IsAnonymousType || type is IArrayTypeSymbol array && HasNoName(array.ElementType)
        || type is INamedTypeSymbol named && named.TypeArguments.Any(HasNoName);

    private static ExpressionSyntax Typed(ExpressionSyntax holder) => holder switch
    {
        MemberAccessExpressionSyntax access => access.WithName(IdentifierName("TypedResults").WithTriviaFrom(access.Name)),
        IdentifierNameSyntax { Identifier.ValueText: "Results" } name => IdentifierName("TypedResults").WithTriviaFrom(name),
        _ => holder,
    };

    private static IEnumerable<ExpressionSyntax> Returned(SyntaxNode function) => AsyncRewriter.ExpressionBody(function) is { } body
        ? new[] { body }
        : function.DescendantNodes(n => n == function || n is not (AnonymousFunctionExpressionSyntax or LocalFunctionStatementSyntax))
            .OfType<ReturnStatementSyntax>().Select(r => r.Expression).OfType<ExpressionSyntax>();

    private static bool AddLeaves(ExpressionSyntax value, List<ExpressionSyntax> leaves)
    {
        switch (value)
        {
            case ParenthesizedExpressionSyntax parenthesized: return AddLeaves(parenthesized.Expression, leaves);
            case ConditionalExpressionSyntax choice: return AddLeaves(choice.WhenTrue, leaves) && AddLeaves(choice.WhenFalse, leaves);
            case SwitchExpressionSyntax choice: return choice.Arms.All(arm => AddLeaves(arm.Expression, leaves));
            case ThrowExpressionSyntax: return true;
            case InvocationExpressionSyntax:
                leaves.Add(value);
                return true;
            default: return false;
        }
    }

    private static bool IsUntyped(TypeSyntax declared) =>
        declared.DescendantNodesAndSelf().OfType<IdentifierNameSyntax>().Any(n => n.Identifier.ValueText == "IResult");
}
