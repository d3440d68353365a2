namespace ArchitectAnalyzers.Models;

/// <summary>A token that is in scope at a place.</summary>
/// <param name="Expression">What to write to pass it: <c>ct</c>, <c>context.RequestAborted</c>, <c>ct.GetValueOrDefault()</c>.</param>
/// <param name="Name">What to call it: the expression without its plumbing.</param>
/// <param name="Root">The variable or member that the expression starts with.</param>
/// <param name="IsMember">Whether it is a member of what stands for a request, a message or a connection, and ends with it.</param>
internal sealed record TokenSource(string Expression, string Name, ISymbol Root, bool IsMember)
{
    internal static TokenSource Of(ISymbol root, string? path = null, bool isMember = false)
    {
        var name = SyntaxFacts.GetKeywordKind(root.Name) == SyntaxKind.None ? root.Name : "@" + root.Name;
        if (path is not null) name += "." + path;
        return new TokenSource(name, name, root, isMember);
    }
}
