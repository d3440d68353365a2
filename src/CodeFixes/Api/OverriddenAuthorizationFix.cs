using ArchitectAnalyzers.Rules.Api;

namespace ArchitectAnalyzers.CodeFixes.Api;

/// <summary>
/// Takes the <c>AllowAnonymous</c> that wins away, and puts it on what else it made public: nothing changes but that the requirement counts.
/// </summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(OverriddenAuthorizationFix))]
public sealed class OverriddenAuthorizationFix() : RuleFix(OverriddenAuthorization.Descriptor, FixSafety.ChangesBehaviour)
{
    private const string Title = "Allow anonymous callers at the others only (this then requires authorization)", Key = "ARCH3005";
    private const string Authorization = "Microsoft.AspNetCore.Authorization", Allow = "AllowAnonymous";

    private protected override IEnumerable<FixPlan> Plans(FixSite site)
    {
        var plan = site.Node switch
        {
            MethodDeclarationSyntax { Parent: ClassDeclarationSyntax type } => OfClass(type, site),
            ClassDeclarationSyntax => null,
            _ => site.Call() is { } mapping ? OfChain(mapping, site) : null,
        };
        if (plan is not null) yield return plan;
    }

    // [AllowAnonymous] of the class moves to its actions that ask for nothing.
    private static FixPlan? OfClass(ClassDeclarationSyntax type, FixSite site)
    {
        if (type.Modifiers.Any(SyntaxKind.PartialKeyword) || site.Semantics.GetDeclaredSymbol(type, site.CancellationToken) is not { } symbol) return null;
        var opener = type.AttributeLists.SelectMany(list => list.Attributes).FirstOrDefault(IsAllow);
        if (opener is null || IsDerivedFrom(type, site) || InheritsActions(symbol, site)) return null;
        var edits = new List<NodeEdit> { new(type, current => WithoutAllow((ClassDeclarationSyntax)current)) };
        foreach (var method in type.Members.OfType<MethodDeclarationSyntax>())
        {
            if (site.Semantics.GetDeclaredSymbol(method, site.CancellationToken) is not { } action
                || (site.Facts.Access().OfSymbol(action) & Marks.Decided) != 0) continue;
            if (site.Facts.Endpoints().Of(action) is not { Kind: EndpointKind.ControllerAction or EndpointKind.GrpcMethod }) continue;
            edits.Add(new(method, current => EndpointChain.WithAttribute(current, Allow)));
        }

        return new(Title, Key, edits, Authorization);
    }

    // Where the call itself has it, it goes; a group's moves to what else is mapped on the group.
    private static FixPlan? OfChain(InvocationExpressionSyntax mapping, FixSite site)
    {
        if (Chained(mapping, site) is { } own) return !EndpointChain.CanLose(own) ? null : new(Title, Key, new[] { new NodeEdit(own, Receiver) });
        if (mapping.Expression is not MemberAccessExpressionSyntax { Expression: IdentifierNameSyntax name }
            || site.Semantics.GetSymbolInfo(name, site.CancellationToken).Symbol is not ILocalSymbol local
            || local.DeclaringSyntaxReferences[0].GetSyntax(site.CancellationToken) is not VariableDeclaratorSyntax { Initializer.Value: { } value } declarator
            || Functions.FunctionNode(declarator) is not { } scope) return null;
        var opener = Opener(value);
        if (opener is null || !EndpointChain.CanLose(opener)) return null;

        var edits = new List<NodeEdit> { new(opener, Receiver) };
        foreach (var use in scope.DescendantNodes().OfType<IdentifierNameSyntax>())
        {
            if (use.Identifier.ValueText != local.Name
                || !SymbolEqualityComparer.Default.Equals(site.Semantics.GetSymbolInfo(use, site.CancellationToken).Symbol, local)) continue;
            if (use.Parent is not MemberAccessExpressionSyntax { Parent: InvocationExpressionSyntax mapped }
                || !Routes.IsMappingName(CallShapes.NameNode(mapped).ToString())) return null;
            if (site.Semantics.GetOperation(mapped, site.CancellationToken) is not IInvocationOperation call
                || site.Facts.Endpoints().Of(call) is not { } endpoint) return null;
            var said = site.Facts.Access().OfMapping(mapped, endpoint.Handler);
            if (((said.Layers[0] | said.Layers[1]) & Marks.Decided) == 0)
                edits.Add(new(EndpointChain.EndOf(mapped, site), current => EndpointChain.Append(current, Allow + "()")));
        }

        return new(Title, Key, edits);
    }

    private static InvocationExpressionSyntax? Opener(ExpressionSyntax value)
    {
        for (SyntaxNode node = value; node is InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax member } call; node = member.Expression)
            if (member.Name.Identifier.ValueText == Allow) return call;
        return null;
    }

    // The AllowAnonymous() chained on the call.
    private static InvocationExpressionSyntax? Chained(InvocationExpressionSyntax mapping, FixSite site)
    {
        for (SyntaxNode node = EndpointChain.EndOf(mapping, site); node != mapping;
            node = ((MemberAccessExpressionSyntax)((InvocationExpressionSyntax)node).Expression).Expression)
            if (CallShapes.NameNode(node).ToString() == Allow) return (InvocationExpressionSyntax)node;
        return null;
    }

    private static SyntaxNode Receiver(SyntaxNode call) =>
        call is InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Name.Identifier.ValueText: Allow } }
            ? EndpointChain.WithoutLast(call)
            : call;

    private static bool IsAllow(AttributeSyntax attribute) =>
        attribute.Name.ToString() is var name && (name == Allow || name.EndsWith("." + Allow, StringComparison.Ordinal) || name == Allow + "Attribute");

    private static ClassDeclarationSyntax WithoutAllow(ClassDeclarationSyntax type)
    {
        if (type.AttributeLists.FirstOrDefault(list => list.Attributes.Any(IsAllow)) is not { } holder) return type;
        var attribute = holder.Attributes.First(IsAllow);
        if (holder.Attributes.Count > 1) return type.ReplaceNode(holder, holder.WithAttributes(holder.Attributes.Remove(attribute)));
        var leading = holder.GetLeadingTrivia();
        var isFirst = type.AttributeLists[0] == holder;
        type = type.WithAttributeLists(type.AttributeLists.Remove(holder));
        return isFirst ? type.WithLeadingTrivia(leading) : type;
    }

    private static bool IsDerivedFrom(ClassDeclarationSyntax type, FixSite site) =>
        !type.Modifiers.Any(SyntaxKind.SealedKeyword) && site.Semantics.Compilation.SyntaxTrees.Any(tree => tree.GetRoot(site.CancellationToken)
            .DescendantNodes(node => node is CompilationUnitSyntax or BaseNamespaceDeclarationSyntax or BaseTypeDeclarationSyntax or BaseListSyntax)
            .OfType<BaseTypeSyntax>().Any(parent => parent.Type.ToString().Split('<')[0].Split('.').Last() == type.Identifier.ValueText));

    private static bool InheritsActions(INamedTypeSymbol type, FixSite site)
    {
        for (var t = type.BaseType; t is not null; t = t.BaseType)
            if (t.GetMembers().OfType<IMethodSymbol>()
                .Any(m => m.MethodKind == MethodKind.Ordinary
                    && site.Facts.Endpoints().Of(m) is { Kind: EndpointKind.ControllerAction })) return !t.ContainingNamespace.ToDisplayString()
                    .StartsWith("Microsoft", StringComparison.Ordinal);
        return false;
    }
}
