using ArchitectAnalyzers.Rules.Api;

namespace ArchitectAnalyzers.CodeFixes.Api;

/// <summary>Makes the channel once, in a static field. Offered where its address and options are the same for all.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(ChannelPerCallFix))]
public sealed class ChannelPerCallFix() : RuleFix(ChannelPerCall.Descriptor)
{
    private const string Field = "s_channel";

    private protected override IEnumerable<FixPlan> Plans(FixSite site)
    {
        if (site.Call() is not { ContainsDirectives: false } call
            || call.FirstAncestorOrSelf<TypeDeclarationSyntax>() is not (ClassDeclarationSyntax or StructDeclarationSyntax)
            || !IsTheSameForAll(call, site)) yield break;
        var type = call.FirstAncestorOrSelf<TypeDeclarationSyntax>()!;
        if (type.OpenBraceToken.IsKind(SyntaxKind.None) || type.Members.Count == 0 || type.TypeParameterList is not null) yield break;
        if (site.Semantics.LookupSymbols(call.SpanStart, name: Field)
            .Any(symbol => symbol.DeclaringSyntaxReferences.All(declared => !type.Span.Contains(declared.Span)))) yield break;

        // A using ends what it declares: then the declaration loses it. A block of its own would have to be taken apart.
        var local = call.Parent is EqualsValueClauseSyntax { Parent: VariableDeclaratorSyntax { Parent.Parent: LocalDeclarationStatementSyntax statement } }
            ? statement : null;
        if (local is null && call.Parent is not ArgumentSyntax || local is { Declaration.Variables.Count: not 1 } || (local is not null && EndsIt(local)))
            yield break;
        if (call.Ancestors().TakeWhile(node => node != type).Any(node => node is UsingStatementSyntax @using && @using.Declaration?.Contains(call) == true))
            yield break;

        yield return new FixPlan("Make one channel and share it", ChannelPerCall.Descriptor.Id, editor =>
        {
            var mark = new SyntaxAnnotation();
            editor.ReplaceNode(call, (current, _) => current.WithAdditionalAnnotations(mark));
            editor.ReplaceNode(type, (current, _) => current.GetAnnotatedNodes(mark).FirstOrDefault() is InvocationExpressionSyntax made
                ? WithField((TypeDeclarationSyntax)current, made) : current);
        });
    }

    // Literals, constants, and what is made of them.
    private static bool IsTheSameForAll(InvocationExpressionSyntax call, FixSite site) =>
        call.ArgumentList.DescendantNodes().OfType<ExpressionSyntax>().All(part =>
        part is not (AnonymousFunctionExpressionSyntax or InstanceExpressionSyntax or InvocationExpressionSyntax)
        && (part is not IdentifierNameSyntax name
            || site.Semantics.GetSymbolInfo(name, site.CancellationToken).Symbol is INamespaceOrTypeSymbol or IFieldSymbol { IsConst: true }
            or IPropertySymbol { IsStatic: true }
                || name.Parent is AssignmentExpressionSyntax { Parent: InitializerExpressionSyntax } set && set.Left == name));

    private static bool EndsIt(LocalDeclarationStatementSyntax local)
    {
        var name = local.Declaration.Variables[0].Identifier.ValueText;
        return Functions.FunctionNode(local)?.DescendantNodes().OfType<MemberAccessExpressionSyntax>().Any(member =>
            member.Expression is IdentifierNameSyntax used && used.Identifier.ValueText == name
            && member.Name.Identifier.ValueText is "Dispose" or "ShutdownAsync") != false;
    }

    private static SyntaxNode WithField(TypeDeclarationSyntax type, InvocationExpressionSyntax made)
    {
        var text = made.WithoutTrivia().ToString();
        var field = type.Members.OfType<FieldDeclarationSyntax>()
            .FirstOrDefault(f => f.Declaration.Variables[0].Identifier.ValueText.StartsWith(Field, StringComparison.Ordinal)
            && f.Declaration.Variables[0].Initializer?.Value.ToString() == text);
        var name = field?.Declaration.Variables[0].Identifier.ValueText ?? Field;
        for (var i = 2; field is null && type.DescendantTokens().Any(token => token.ValueText == name); i++) name = Field + i;

        var shared = IdentifierName(name).WithTriviaFrom(made);
        type = made.Parent is EqualsValueClauseSyntax { Parent.Parent.Parent: LocalDeclarationStatementSyntax { UsingKeyword.RawKind: not 0 } local }
            ? type.ReplaceNode(local, local.ReplaceNode(made, shared).WithUsingKeyword(default).WithLeadingTrivia(local.GetLeadingTrivia()))
            : type.ReplaceNode(made, shared);
        if (field is not null) return type;

        var first = type.Members[0];
        var indent = first.GetLeadingTrivia().LastOrDefault(trivia => trivia.IsKind(SyntaxKind.WhitespaceTrivia)).ToString();
        var declared = ParseMemberDeclaration($"{indent}private static readonly {Type(made)} {name} = {text};\n")!;
        if (first is not FieldDeclarationSyntax) first = first.WithLeadingTrivia(first.GetLeadingTrivia().Insert(0, LineFeed));
        return type.WithMembers(type.Members.Replace(type.Members[0], first).Insert(0, declared));
    }

    // As it is written at the call: Grpc.Net.Client.GrpcChannel.ForAddress, or with a using.
    private static string Type(InvocationExpressionSyntax made) =>
        made.Expression is MemberAccessExpressionSyntax member ? member.Expression.ToString() : "GrpcChannel";
}
