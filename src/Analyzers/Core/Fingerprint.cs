using System.Globalization;
using System.Text;
using Microsoft.CodeAnalysis.Text;

namespace ArchitectAnalyzers.Core;

/// <summary>
/// What a finding is recognised by while code around it changes: the member it is in, the tokens of the statement (or other unit) it is at,
/// and which of equal units in that member. All of it is syntax, so it is the same on every run, in every order. Statements inside the unit
/// do not count: who edits the body of a loop leaves its head alone.
/// </summary>
internal readonly record struct Fingerprint(string Symbol, string Hash, int Ordinal)
{
    /// <summary>The keys under which a report carries its fingerprint into a log, where the build task finds it.</summary>
    internal const string SymbolKey = "architect.symbol", HashKey = "architect.hash", OrdinalKey = "architect.ordinal";

    /// <param name="perMember">The rule reports once for a member: where in it makes no difference.</param>
    internal static Fingerprint Of(SyntaxTree tree, TextSpan at, bool perMember, CancellationToken cancellationToken)
    {
        var start = tree.GetRoot(cancellationToken).FindToken(at.Start);
        var unit = start.Parent!;
        while (!IsUnit(unit)) unit = unit.Parent!;
        var member = unit;
        while (!IsMember(member)) member = member.Parent!;
        var symbol = Symbols.Name(member, unit, tree);
        if (perMember) return new(symbol, "", 0);

        var ordinal = 0;
        foreach (var other in member.DescendantNodes(node => node == member || node is not MemberDeclarationSyntax or GlobalStatementSyntax))
        {
            if (other == unit || other.SpanStart > unit.SpanStart) break;
            if (other.RawKind == unit.RawKind && IsUnit(other) && LooksLike(other, unit)) ordinal++;
        }

        return new(symbol, HashOf(unit, start), ordinal);
    }

    internal ImmutableDictionary<string, string?> AddTo(ImmutableDictionary<string, string?>? properties) =>
        (properties ?? ImmutableDictionary<string, string?>.Empty)
            .SetItem(SymbolKey, Symbol).SetItem(HashKey, Hash).SetItem(OrdinalKey, Ordinal.ToString(CultureInfo.InvariantCulture));

    private static bool IsMember(SyntaxNode node) => node is CompilationUnitSyntax or (MemberDeclarationSyntax and not GlobalStatementSyntax);

    private static bool IsUnit(SyntaxNode node) => node switch
    {
        BlockSyntax => false,
        StatementSyntax or CatchClauseSyntax or SwitchSectionSyntax or ArrowExpressionClauseSyntax or AccessorDeclarationSyntax => true,
        AttributeSyntax or BaseTypeSyntax or ConstructorInitializerSyntax or TypeParameterConstraintClauseSyntax or UsingDirectiveSyntax => true,
        VariableDeclaratorSyntax => node.Parent!.Parent is BaseFieldDeclarationSyntax,
        EqualsValueClauseSyntax => node.Parent is PropertyDeclarationSyntax or EnumMemberDeclarationSyntax,
        ParameterSyntax => node.Parent!.Parent is MemberDeclarationSyntax or LocalFunctionStatementSyntax,
        _ => IsMember(node),
    };

    private static bool LooksLike(SyntaxNode one, SyntaxNode other)
    {
        if (Symbols.Identifier(one) is { RawKind: not 0 } name) return name.Text == Symbols.Identifier(other).Text;
        using var left = Tokens(one).GetEnumerator();
        using var right = Tokens(other).GetEnumerator();
        while (true)
        {
            var (more, moreOfOther) = (left.MoveNext(), right.MoveNext());
            if (more != moreOfOther) return false;
            if (!more) return true;
            if (Text(left.Current) != Text(right.Current)) return false;
        }
    }

    // What declares something is known by its name; its modifiers, types and bodies may change. Everything else by its tokens, and by how
    // far into them the finding is.
    private static string HashOf(SyntaxNode unit, SyntaxToken start)
    {
        var hash = 14695981039346656037UL;
        if (Symbols.Identifier(unit) is { RawKind: not 0 } name)
        {
            Add(ref hash, name.Text);
            Add(ref hash, start.Text);
        }
        else
        {
            var (count, position) = (0, 0);
            foreach (var token in Tokens(unit))
            {
                if (token == start) position = count;
                count++;
                Add(ref hash, Text(token));
            }

            Add(ref hash, position.ToString(CultureInfo.InvariantCulture));
        }

        return hash.ToString("x16", CultureInfo.InvariantCulture);
    }

    private static void Add(ref ulong hash, string text)
    {
        // FNV-1a, with an end mark after each text.
        foreach (var c in text)
            if (c != '\r') hash = unchecked((hash ^ c) * 1099511628211UL);
        hash = unchecked((hash ^ 0xFFFF) * 1099511628211UL);
    }

    // A raw string moves with its code: its value does not hold the indentation, its last token does.
    private static string Text(SyntaxToken token) => (SyntaxKind)token.RawKind switch
    {
        SyntaxKind.MultiLineRawStringLiteralToken or SyntaxKind.InterpolatedStringTextToken => token.ValueText,
        SyntaxKind.InterpolatedRawStringEndToken => token.Text.Trim(),
        _ => token.Text,
    };

    private static IEnumerable<SyntaxToken> Tokens(SyntaxNode unit) => unit.DescendantTokens(node => node == unit || node is not
        (StatementSyntax or ElseClauseSyntax or CatchClauseSyntax or FinallyClauseSyntax or SwitchSectionSyntax or AttributeListSyntax));

    /// <summary>Names of members, from syntax: <c>Shop.Orders.Find(string, int)</c>.</summary>
    private static class Symbols
    {
        internal static SyntaxToken Identifier(SyntaxNode node) => node switch
        {
            BaseTypeDeclarationSyntax type => type.Identifier,
            DelegateDeclarationSyntax type => type.Identifier,
            MethodDeclarationSyntax method => method.Identifier,
            ConstructorDeclarationSyntax constructor => constructor.Identifier,
            DestructorDeclarationSyntax destructor => destructor.Identifier,
            OperatorDeclarationSyntax conversion => conversion.OperatorToken,
            ConversionOperatorDeclarationSyntax conversion => conversion.OperatorKeyword,
            PropertyDeclarationSyntax property => property.Identifier,
            EventDeclarationSyntax property => property.Identifier,
            IndexerDeclarationSyntax indexer => indexer.ThisKeyword,
            EnumMemberDeclarationSyntax member => member.Identifier,
            AccessorDeclarationSyntax accessor => accessor.Keyword,
            LocalFunctionStatementSyntax function => function.Identifier,
            _ => default,
        };

        internal static string Name(SyntaxNode member, SyntaxNode unit, SyntaxTree tree)
        {
            if (member is CompilationUnitSyntax) return unit.FirstAncestorOrSelf<GlobalStatementSyntax>() is null ? FileName(tree) : "<top-level>";
            var name = new StringBuilder();
            for (SyntaxNode? node = member; node is not null and not CompilationUnitSyntax; node = node.Parent)
            {
                if (name.Length > 0) name.Insert(0, '.');
                name.Insert(0, Own(node, unit));
            }

            return name.ToString();
        }

        private static string Own(SyntaxNode node, SyntaxNode unit) => node switch
        {
            BaseNamespaceDeclarationSyntax space => Text(space.Name),
            BaseFieldDeclarationSyntax field => Field(field, unit),
            TypeDeclarationSyntax { TypeParameterList: { } parameters } type => type.Identifier.Text + "`" + parameters.Parameters.Count,
            MethodDeclarationSyntax method => Explicit(method.ExplicitInterfaceSpecifier) + method.Identifier.Text
                + (method.TypeParameterList is null ? "" : "`" + method.TypeParameterList.Parameters.Count) + Parameters(method.ParameterList),
            ConstructorDeclarationSyntax constructor => (constructor.Modifiers.Any(SyntaxKind.StaticKeyword) ? "static " : "")
                + constructor.Identifier.Text + Parameters(constructor.ParameterList),
            OperatorDeclarationSyntax conversion => "operator " + conversion.OperatorToken.Text + Parameters(conversion.ParameterList),
            ConversionOperatorDeclarationSyntax conversion => "operator " + Text(conversion.Type) + Parameters(conversion.ParameterList),
            IndexerDeclarationSyntax indexer => Explicit(indexer.ExplicitInterfaceSpecifier) + "this" + Parameters(indexer.ParameterList),
            PropertyDeclarationSyntax property => Explicit(property.ExplicitInterfaceSpecifier) + property.Identifier.Text,
            EventDeclarationSyntax property => Explicit(property.ExplicitInterfaceSpecifier) + property.Identifier.Text,
            _ => Identifier(node).Text,
        };

        // One declaration of several fields: the one that the finding is at, or all.
        private static string Field(BaseFieldDeclarationSyntax field, SyntaxNode unit)
        {
            var names = new StringBuilder();
            foreach (var variable in field.Declaration.Variables)
            {
                if (unit.FirstAncestorOrSelf<VariableDeclaratorSyntax>(declarator => declarator.Parent == field.Declaration) is { } one && one != variable)
                    continue;
                if (names.Length > 0) names.Append(", ");
                names.Append(variable.Identifier.Text);
            }

            return names.ToString();
        }

        private static string Explicit(ExplicitInterfaceSpecifierSyntax? specifier) => specifier is null ? "" : Text(specifier.Name) + ".";

        private static string Parameters(BaseParameterListSyntax list)
        {
            var types = new StringBuilder("(");
            foreach (var parameter in list.Parameters)
            {
                if (types.Length > 1) types.Append(", ");
                if (parameter.Type is { } type) types.Append(Text(type));
            }

            return types.Append(')').ToString();
        }

        // Without layout and comments.
        private static string Text(SyntaxNode node)
        {
            var text = new StringBuilder();
            foreach (var token in node.DescendantTokens())
            {
                if (text.Length > 0 && char.IsLetterOrDigit(text[text.Length - 1]) && token.Text.Length > 0 && char.IsLetterOrDigit(token.Text[0]))
                    text.Append(' ');
                text.Append(token.Text);
            }

            return text.ToString();
        }

        private static string FileName(SyntaxTree tree) => tree.FilePath.Substring(tree.FilePath.LastIndexOfAny(s_separators) + 1);

        private static readonly char[] s_separators = { '/', '\\' };
    }
}
