namespace ArchitectAnalyzers.Models;

/// <summary>One parameter that code supplies: its name without prefix, and where that is written.</summary>
/// <param name="Name">The name.</param>
/// <param name="Place">What supplies it: a member of an anonymous object, a call that adds it.</param>
/// <param name="MustBeUsed">Whether it makes no sense if the text lacks it. Not so for outputs, and for members of a class of its own.</param>
internal sealed record SuppliedName(string Name, SyntaxNode Place, bool MustBeUsed);
