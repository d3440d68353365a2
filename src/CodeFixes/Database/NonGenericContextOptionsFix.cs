using ArchitectAnalyzers.Rules.Database;

namespace ArchitectAnalyzers.CodeFixes.Database;

/// <summary>Makes the options those of the context.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(NonGenericContextOptionsFix))]
public sealed class NonGenericContextOptionsFix() : RuleFix(NonGenericContextOptions.Descriptor)
{
    private protected override IEnumerable<FixPlan> Plans(FixSite site)
    {
        if (site.Enclosing<ParameterSyntax>() is not { Type: { } written } || site.Enclosing<TypeDeclarationSyntax>() is not { TypeParameterList: null } type)
            yield break;
        var name = written is NullableTypeSyntax nullable ? nullable.ElementType : written;
        if (name is not (IdentifierNameSyntax or QualifiedNameSyntax)) yield break;
        var generic = (name is QualifiedNameSyntax qualified ? qualified.Left + "." : "") + $"DbContextOptions<{type.Identifier.Text}>";

        // Who makes the context by hand may have the plain type only.
        if (Check.Edited(site, editor => editor.ReplaceNode(name, ParseTypeName(generic).WithTriviaFrom(name)), Array.Empty<string>(),
            Array.Empty<SyntaxNode>(), new SyntaxAnnotation()) is null) yield break;
        yield return FixPlan.Replace($"Take 'DbContextOptions<{type.Identifier.ValueText}>'", NonGenericContextOptions.Descriptor.Id, name,
            current => ParseTypeName(generic).WithTriviaFrom(current));
    }
}
