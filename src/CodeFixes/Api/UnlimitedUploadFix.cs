using ArchitectAnalyzers.Rules.Api;

namespace ArchitectAnalyzers.CodeFixes.Api;

/// <summary>Sets a limit that is a start: what the endpoint needs is for its team to say.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(UnlimitedUploadFix))]
public sealed class UnlimitedUploadFix : RuleFix
{
    private const string Title = "Limit it to 100 MB", Limit = "100 * 1024 * 1024";

    /// <summary>The fix of <see cref="UnlimitedUpload"/>.</summary>
    public UnlimitedUploadFix() : base(UnlimitedUpload.Descriptor) { }

    private protected override IEnumerable<FixPlan> Plans(FixSite site)
    {
        if (Edit(site) is { } edit && !edit.Node.ContainsDirectives) yield return new FixPlan(Title, UnlimitedUpload.Descriptor.Id, new[] { edit });
    }

    private static NodeEdit? Edit(FixSite site)
    {
        // [RequestFormLimits(MultipartBodyLengthLimit = …)]
        if (site.Enclosing<AttributeArgumentSyntax>() is { NameEquals: not null } argument) return Value(argument.Expression);
        if (site.Enclosing<AttributeSyntax>() is { } attribute)
        {
            if (attribute.ArgumentList?.Arguments is { Count: 1 } arguments) return Value(arguments[0].Expression);
            return new NodeEdit(attribute, current => current is AttributeSyntax now
                ? now.WithName(Renamed(now.Name)).WithArgumentList(AttributeArgumentList(SingletonSeparatedList(AttributeArgument(ParseExpression(Limit)))))
                    .WithTriviaFrom(current) : current);
        }

        if (site.Enclosing<ObjectCreationExpressionSyntax>() is { } creation && creation.Type.Span.Contains(site.Node.Span) && creation.Type is NameSyntax type)
        {
            if (creation.ArgumentList?.Arguments is { Count: 1 } values) return Value(values[0].Expression);
            return new NodeEdit(creation, current => current is ObjectCreationExpressionSyntax now
                ? now.WithType(Renamed(type)).WithArgumentList(ParseArgumentList($"({Limit})")).WithTriviaFrom(current) : current);
        }

        return site.Enclosing<AssignmentExpressionSyntax>() is { } assignment && assignment.Left.Span.Contains(site.Node.Span) ? Value(assignment.Right) : null;
    }

    private static NodeEdit Value(ExpressionSyntax value) => new(value, current => ParseExpression(Limit).WithTriviaFrom(current));

    private static NameSyntax Renamed(NameSyntax name) => name switch
    {
        QualifiedNameSyntax qualified => qualified.WithRight((SimpleNameSyntax)Renamed(qualified.Right)),
        SimpleNameSyntax simple => IdentifierName(simple.Identifier.ValueText.Replace("Disable", "")).WithTriviaFrom(simple),
        _ => name,
    };
}
