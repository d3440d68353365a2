using ArchitectAnalyzers.Rules.Api;

namespace ArchitectAnalyzers.CodeFixes.Api;

/// <summary>
/// Limits the list: by <c>[MaxLength]</c> where the framework looks at it (<c>[ApiController]</c>), else by a check at the handler's begin.
/// </summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(UnlimitedBatchFix))]
public sealed class UnlimitedBatchFix : RuleFix
{
    private const string Id = "ARCH3015", Annotations = "System.ComponentModel.DataAnnotations";

    /// <summary>The fix of <see cref="UnlimitedBatch"/>.</summary>
    public UnlimitedBatchFix() : base(UnlimitedBatch.Descriptor) { }

    private protected override IEnumerable<FixPlan> Plans(FixSite site)
    {
        if (site.Diagnostic.AdditionalLocations.Count == 0 || site[UnlimitedBatch.List] is not { } list) yield break;
        if (IsValidated(site))
        {
            if (Attributed(site) is { } edit && site.CanName(site.Node.SpanStart, ("MaxLengthAttribute", Annotations)))
                yield return new FixPlan("Limit it to 100 items by [MaxLength]", Id, new[] { edit }, Annotations);
        }
        else if (Body(site) is { } block && block.OpenBraceToken.TrailingTrivia.Any(SyntaxKind.EndOfLineTrivia) && Answer(block) is { } answer)
        {
            var check = $"if ({TooMany(site, block, list)}) return {answer}(\"At most 100 items are accepted.\");";
            yield return new FixPlan("Refuse more than 100 items", Id, new[] { new NodeEdit(block, current => StatementPlace.Inserted(current, 0, check)) })
            {
                Trial = new Trial(new[] { block.Parent! }, static (_, _, _) => true),
            };
        }
    }

    // ICollection has a Count, an array a Length; an IEnumerable must be counted.
    private static string TooMany(FixSite site, BlockSyntax block, string list)
    {
        var type = site.Semantics.GetSpeculativeTypeInfo(block.OpenBraceToken.Span.End, ParseExpression(list), SpeculativeBindingOption.BindAsExpression).Type;
        if (type is IArrayTypeSymbol or { Name: "ImmutableArray" }) return list + " is { Length: > 100 }";
        return type is not null && type.AllInterfaces.Append(type).Any(t => t.GetMembers("Count").Any(m => m is IPropertySymbol))
            ? list + " is { Count: > 100 }" : list + ".Count() > 100";
    }

    // Only there is the attribute looked at before the handler runs.
    private static bool IsValidated(FixSite site)
    {
        if (site.Enclosing<TypeDeclarationSyntax>() is not { } declaration
            || site.Semantics.GetDeclaredSymbol(declaration, site.CancellationToken) is not { } type) return false;
        for (INamedTypeSymbol? t = type; t is not null; t = t.BaseType)
            if (t.GetAttributes().Any(a => a.AttributeClass?.Name == "ApiControllerAttribute")) return true;
        return site.Semantics.Compilation.Assembly.GetAttributes().Any(a => a.AttributeClass?.Name == "ApiControllerAttribute");
    }

    private static NodeEdit? Attributed(FixSite site)
    {
        var location = site.Diagnostic.AdditionalLocations[0];
        if (location.SourceTree != site.Root.SyntaxTree) return null;
        var node = site.Root.FindNode(location.SourceSpan);
        var limit = Attribute(IdentifierName("MaxLength"), AttributeArgumentList(SingletonSeparatedList(AttributeArgument(ParseExpression("100")))));
        return node switch
        {
            ParameterSyntax { ContainsDirectives: false } => new NodeEdit(node, current => current is ParameterSyntax now ? Limited(now, limit) : current),
            PropertyDeclarationSyntax { ContainsDirectives: false } => new NodeEdit(node, current => current is PropertyDeclarationSyntax now
                ? OnItsOwnLine(now, AttributeList(SingletonSeparatedList(limit))) : current),
            _ => null,
        };
    }

    private static ParameterSyntax Limited(ParameterSyntax parameter, AttributeSyntax limit)
    {
        if (parameter.AttributeLists.FirstOrDefault() is { } first)
            return parameter.ReplaceNode(first, first.WithAttributes(SeparatedLists.Append(first.OpenBracketToken, first.Attributes, limit)));
        return parameter.WithoutLeadingTrivia().WithAttributeLists(SingletonList(AttributeList(SingletonSeparatedList(limit)).WithTrailingTrivia(Space)))
            .WithLeadingTrivia(parameter.GetLeadingTrivia());
    }

    private static PropertyDeclarationSyntax OnItsOwnLine(PropertyDeclarationSyntax property, AttributeListSyntax list)
    {
        var leading = property.GetLeadingTrivia();
        var indent = leading.LastOrDefault(t => t.IsKind(SyntaxKind.WhitespaceTrivia));
        var bare = property.WithLeadingTrivia(indent);
        return bare.WithAttributeLists(bare.AttributeLists.Insert(0, list.WithLeadingTrivia(leading).WithTrailingTrivia(LineFeed)));
    }

    private static BlockSyntax? Body(FixSite site)
    {
        if (site.Node is MethodDeclarationSyntax or LocalFunctionStatementSyntax)
            return site.Node is MethodDeclarationSyntax method ? method.Body : ((LocalFunctionStatementSyntax)site.Node).Body;
        return site.Call()?.ArgumentList.Arguments.Select(argument => argument.Expression).OfType<LambdaExpressionSyntax>()
            .FirstOrDefault()?.Body as BlockSyntax;
    }

    // What the handler answers with already, so that the type stays what it is.
    private static string? Answer(BlockSyntax block)
    {
        foreach (var call in block.DescendantNodes().OfType<InvocationExpressionSyntax>())
        {
            switch (call.Expression)
            {
                case MemberAccessExpressionSyntax { Expression: IdentifierNameSyntax { Identifier.ValueText: "Results" or "TypedResults" } owner }:
                    return owner + ".BadRequest";
                case IdentifierNameSyntax { Identifier.ValueText: "Ok" or "NoContent" or "Accepted" or "CreatedAtAction" or "Created" or "NotFound"
                    or "BadRequest" }: return "BadRequest";
            }
        }

        return null;
    }
}
