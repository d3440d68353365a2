namespace ArchitectAnalyzers.Models;

/// <summary>
/// Which operations change what is stored: a context's <c>SaveChanges</c>, <c>ExecuteUpdate</c>, SQL text that writes, documents, accounts, files.
/// </summary>
internal sealed class StoredChanges
{
    private static readonly string[] s_verbs = { "INSERT", "UPDATE", "DELETE", "MERGE", "TRUNCATE", "REPLACE", "DROP", "ALTER" };

    // What methods of repositories begin with.
    private static readonly string[] s_adding = { "Add", "Delete", "Insert", "Remove" };
    private static readonly string[] s_saving = { "Save", "Update", "Upsert" };

    private static readonly KnownMethod[] s_table =
    {
        new(KnownType.File, "Delete"), new(KnownType.File, "Move"), new(KnownType.Directory, "Delete"), new(KnownType.Directory, "Move"),
        new(KnownType.File, "WriteAllText"), new(KnownType.File, "WriteAllTextAsync"), new(KnownType.File, "WriteAllBytes"),
        new(KnownType.File, "WriteAllBytesAsync"),
        new(KnownType.File, "WriteAllLines"), new(KnownType.File, "WriteAllLinesAsync"), new(KnownType.File, "AppendAllText"),
        new(KnownType.File, "AppendAllTextAsync"),
        new(KnownType.File, "AppendAllLines"), new(KnownType.File, "AppendAllLinesAsync"),
        new(KnownType.FileInfo, "Delete"), new(KnownType.DirectoryInfo, "Delete"),
        new(KnownType.UserManager, "CreateAsync"), new(KnownType.UserManager, "UpdateAsync"), new(KnownType.UserManager, "DeleteAsync"),
        new(KnownType.UserManager, "AddToRoleAsync"), new(KnownType.UserManager, "RemoveFromRoleAsync"), new(KnownType.UserManager, "ChangePasswordAsync"),
        new(KnownType.UserManager, "ResetPasswordAsync"), new(KnownType.UserManager, "ConfirmEmailAsync"), new(KnownType.UserManager, "SetLockoutEndDateAsync"),
        new(KnownType.MongoCollection, "InsertOne"), new(KnownType.MongoCollection, "InsertOneAsync"), new(KnownType.MongoCollection, "InsertMany"),
        new(KnownType.MongoCollection, "InsertManyAsync"), new(KnownType.MongoCollection, "DeleteOne"), new(KnownType.MongoCollection, "DeleteOneAsync"),
        new(KnownType.MongoCollection, "DeleteMany"), new(KnownType.MongoCollection, "DeleteManyAsync"), new(KnownType.MongoCollection, "UpdateOne"),
        new(KnownType.MongoCollection, "UpdateOneAsync"), new(KnownType.MongoCollection, "UpdateMany"), new(KnownType.MongoCollection, "UpdateManyAsync"),
        new(KnownType.MongoCollection, "ReplaceOne"), new(KnownType.MongoCollection, "ReplaceOneAsync"),
    };

    private static readonly HashSet<string> s_names = NamesOf(s_table);

    private readonly Facts _facts;
    private readonly MemberTable? _table;

    internal StoredChanges(Facts facts)
    {
        _facts = facts;
        _table = MemberTable.Of(facts, s_table);
    }

    /// <summary>
    /// Whether code, or where asked for what it calls in its own type, may change what is stored: by its names alone, so that most code is never bound.
    /// </summary>
    internal static bool MayBeIn(SyntaxNode code, INamedTypeSymbol type, bool followsCalls)
    {
        var (asks, selects, writes) = (false, false, false);
        foreach (var token in code.DescendantTokens())
        {
            if (token.RawKind is (int)SyntaxKind.StringLiteralToken or (int)SyntaxKind.MultiLineRawStringLiteralToken or (int)SyntaxKind.SingleLineRawStringLiteralToken
                or (int)SyntaxKind.InterpolatedStringTextToken)
            {
                selects |= BeginsAt(token.ValueText.TrimStart(), 0, "SELECT");
                writes |= Writes(token.ValueText);
            }

            if (!token.IsKind(SyntaxKind.IdentifierToken)) continue;

            // A unit of work commits or completes.
            var name = token.ValueText;
            if (s_names.Contains(name) || Is(name, s_adding) || Is(name, s_saving) || name is "Commit" or "CommitAsync" or "Complete" or "CompleteAsync"
                || name.IndexOf("Execute", StringComparison.Ordinal) >= 0 || followsCalls && MayBeInCalled(token, type)) return true;
            asks |= name.IndexOf("Query", StringComparison.Ordinal) >= 0 || name.IndexOf("Command", StringComparison.Ordinal) >= 0;
        }

        // Its text may be elsewhere, unless it is seen to read.
        return asks && (writes || !selects);
    }

    private static bool BeginsAt(string sql, int start, string verb) => string.Compare(sql, start, verb, 0, verb.Length, StringComparison.OrdinalIgnoreCase) == 0;

    // A method of the type itself or of one it derives from, called by its name.
    private static bool MayBeInCalled(SyntaxToken name, INamedTypeSymbol type)
    {
        if (name.Parent is not SimpleNameSyntax { Parent: InvocationExpressionSyntax or MemberAccessExpressionSyntax { Expression: ThisExpressionSyntax or BaseExpressionSyntax } }) return false;
        for (var owner = type; owner is { SpecialType: SpecialType.None }; owner = owner.BaseType)
        {
            foreach (var member in owner.GetMembers(name.ValueText))
                foreach (var reference in member.DeclaringSyntaxReferences)
                    if (MayBeIn(reference.GetSyntax(), owner, followsCalls: false)) return true;
        }

        return false;
    }

    /// <summary>How an operation changes what is stored, by itself.</summary>
    internal StoredChange Of(IOperation operation, CancellationToken cancellationToken)
    {
        if (operation is IInvocationOperation call)
        {
            var method = call.TargetMethod;
            switch (method.Name)
            {
                // Whoever declares it: contexts, interfaces in front of them, units of work.
                case "SaveChanges" or "SaveChangesAsync" when !method.IsStatic: return StoredChange.Saves;
                case "ExecuteUpdate" or "ExecuteUpdateAsync" or "ExecuteDelete" or "ExecuteDeleteAsync" when QueryNames.IsProvider(method.ContainingNamespace):
                    return StoredChange.Bulk;
            }

            if (ByName(method) is var named and not StoredChange.None) return named;
            if (_table?.Match(method) is { } row) return row.Type == KnownType.File || row.Type == KnownType.Directory || row.Type == KnownType.FileInfo
                || row.Type == KnownType.DirectoryInfo ? StoredChange.File : StoredChange.Direct;
        }

        return TextOf(operation, cancellationToken) is { } text && Writes(text) ? StoredChange.Sql : StoredChange.None;
    }

    /// <summary>The SQL text of a call, a command or an assigned property, as far as it is constant; null where it takes none.</summary>
    internal string? TextOf(IOperation operation, CancellationToken cancellationToken)
    {
        var sql = operation is IInvocationOperation or IObjectCreationOperation or IPropertyReferenceOperation ? _facts.SqlSinks().TextOf(operation) : null;
        sql ??= operation is IInvocationOperation { TargetMethod.Name: "ExecuteSql" or "ExecuteSqlAsync" or "ExecuteSqlInterpolated" or "ExecuteSqlInterpolatedAsync" } call
            && QueryNames.IsProvider(call.TargetMethod.ContainingNamespace) && call.Arguments.Length > 1 ? call.Arguments[1].Value : null;
        while (sql is IConversionOperation conversion) sql = conversion.Operand;
        if (sql is null) return null;
        if (sql.ConstantValue is { HasValue: true, Value: string constant }) return constant;
        if (sql is IInterpolatedStringOperation { Parts: { Length: > 0 } parts })
            return parts[0] is IInterpolatedStringTextOperation { Text.ConstantValue: { HasValue: true, Value: string first } } ? first : null;
        return _facts.Provenance().Of(sql, cancellationToken).Variants[0][0].Literal;
    }

    /// <summary>What names a change of what a context tracks: the set and the type, the entity's property or method; null for anything else.</summary>
    internal string? NameOf(IOperation part, CancellationToken cancellationToken)
    {
        switch (part)
        {
            case IAssignmentOperation { Target: IPropertyReferenceOperation { Instance: { } owner } property }
                when owner is not IInstanceReferenceOperation && _facts.Entities().Is(owner.Type, cancellationToken): return property.Property.Name;
            case IIncrementOrDecrementOperation { Target: IPropertyReferenceOperation { Instance: { } owner } property }
                when _facts.Entities().Is(owner.Type, cancellationToken): return property.Property.Name;
            case IInvocationOperation { Instance: { } receiver, TargetMethod: var method } call:
                var isChange = method.Name.StartsWith("Add", StringComparison.Ordinal) || method.Name.StartsWith("Remove", StringComparison.Ordinal)
                    || method.Name.StartsWith("Update", StringComparison.Ordinal) || method.Name.StartsWith("Attach", StringComparison.Ordinal)
                        || method.Name == "Clear";
                if (isChange && (QueryNames.IsSet(receiver.Type) || QueryNames.IsContext(receiver.Type)
                        || receiver is IPropertyReferenceOperation { Instance: { } holder } && _facts.Entities().Is(holder.Type, cancellationToken)))
                    return CallShapes.NameNode(receiver.Syntax) + " " + (call.Arguments.IsEmpty ? null : call.Arguments[0].Value.Unconverted().Type?.Name);
                if (ByName(method) == StoredChange.Direct)
                    return method.ContainingType.Name + " " + (call.Arguments.IsEmpty ? null : call.Arguments[0].Value.Unconverted().Type?.Name);
                return (method.ReturnsVoid || method.ReturnType.Name == "Task") && _facts.Entities().Is(receiver.Type, cancellationToken) ? method.Name : null;
            default: return null;
        }
    }

    // Whatever is behind them: repositories and units of work are named for what they do.
    private static StoredChange ByName(IMethodSymbol method)
    {
        var (type, name) = (method.ContainingType.Name, method.Name);
        if (type.EndsWith("UnitOfWork", StringComparison.Ordinal))
            return name is "Commit" or "CommitAsync" or "Complete" or "CompleteAsync" or "Save" or "SaveAsync" ? StoredChange.Saves : StoredChange.None;
        if (!type.EndsWith("Repository", StringComparison.Ordinal) || method.ReturnType.Name == "IQueryable"
            || SymbolEqualityComparer.Default.Equals(method.ReturnType, method.ContainingType)) return StoredChange.None;
        return Is(name, s_adding) ? StoredChange.Direct : Is(name, s_saving) ? StoredChange.Saves : StoredChange.None;
    }

    private static bool Is(string name, string[] verbs)
    {
        foreach (var verb in verbs)
            if (name.StartsWith(verb, StringComparison.Ordinal) && (name.Length == verb.Length || char.IsUpper(name[verb.Length]))
                && name.IndexOf("Include", StringComparison.Ordinal) < 0 && name.IndexOf("Quer", StringComparison.Ordinal) < 0) return true;
        return false;
    }

    private static HashSet<string> NamesOf(KnownMethod[] table)
    {
        var names = new HashSet<string>(StringComparer.Ordinal) { "SaveChanges", "SaveChangesAsync" };
        foreach (var row in table) names.Add(row.Name);
        return names;
    }

    // The first word of a statement.
    private static bool Writes(string sql)
    {
        for (var start = 0; start < sql.Length; start++)
        {
            while (start < sql.Length && (char.IsWhiteSpace(sql[start]) || sql[start] == '(')) start++;
            foreach (var verb in s_verbs)
                if (BeginsAt(sql, start, verb) && start + verb.Length < sql.Length && char.IsWhiteSpace(sql[start + verb.Length])) return true;
            start = sql.IndexOf(';', Math.Min(start, sql.Length));
            if (start < 0) return false;
        }

        return false;
    }
}

/// <summary>How something stored is changed.</summary>
internal enum StoredChange
{
    None,

    /// <summary>What the context tracks is saved: what that is, other statements say.</summary>
    Saves,

    /// <summary>Rows are updated or deleted by a query.</summary>
    Bulk,

    /// <summary>SQL text that writes.</summary>
    Sql,

    /// <summary>Documents, accounts.</summary>
    Direct,

    /// <summary>A file is written, moved or deleted.</summary>
    File,
}

internal static class StoredChangesOfFacts
{
    internal static StoredChanges StoredChanges(this Facts facts) => facts.Model(static f => new StoredChanges(f));
}
