namespace ArchitectAnalyzers.Tools;

/// <summary>The files of the working copy, by path from its root with forward slashes.</summary>
internal sealed class Repository(string root)
{
    private const string Landmark = "ArchitectAnalyzers.sln";

    internal string Root { get; } = root;

    /// <summary>The repository that a folder is in.</summary>
    internal static Repository Around(string folder)
    {
        for (var at = new DirectoryInfo(folder); at is not null; at = at.Parent)
            if (File.Exists(Path.Combine(at.FullName, Landmark))) return new Repository(at.FullName);
        throw new CatalogException($"no {Landmark} in {folder} or above it: run this inside the repository");
    }

    /// <summary>The text with line feeds, as Git keeps it; null where there is no such file.</summary>
    internal string? Read(string path) => File.Exists(Full(path)) ? File.ReadAllText(Full(path)).Replace("\r\n", "\n") : null;

    internal string Need(string path) => Read(path) ?? throw new CatalogException("missing " + path);

    /// <summary>Writes the text, or deletes the file for null.</summary>
    internal void Write(string path, string? text)
    {
        if (text is null)
        {
            File.Delete(Full(path));
            return;
        }

        Directory.CreateDirectory(Path.GetDirectoryName(Full(path))!);
        File.WriteAllText(Full(path), text);
    }

    /// <summary>The files of a folder that match a pattern, sorted.</summary>
    internal IEnumerable<string> Files(string folder, string pattern) =>
        !Directory.Exists(Full(folder))
            ? []
            : Directory.GetFiles(Full(folder), pattern).Select(file => folder + "/" + Path.GetFileName(file)).Order(StringComparer.Ordinal);

    private string Full(string path) => Path.Combine(Root, path);
}
