using ArchitectAnalyzers.CodeFixes;
using ArchitectAnalyzers.Core;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Editing;
using Microsoft.CodeAnalysis.Operations;

namespace ArchitectAnalyzers.Tests.Suite;

/// <summary>A verifier that cannot fail is worthless: each promise of <see cref="Verify{TRule, TFix}"/> is shown broken, and noticed.</summary>
public class VerifierTests
{
    private const string Before = """
        class C
        {
            void M()
            {
                [|Old|]();
                [|Old|]();
            }

            void Old() { }
            void New() { }
        }
        """;

    private const string After = """
        class C
        {
            void M()
            {
                New();
                New();
            }

            void Old() { }
            void New() { }
        }
        """;

    [Fact]
    public Task A_true_expectation_passes() => Verify<OldCall, RenameFix>.Fixes(Before, After);

    [Fact]
    public Task A_report_that_the_markup_lacks_fails() => Fails("Mismatch between number of diagnostics",
        () => Verify<OldCall>.Silent(After.Replace("New();\n        New();", "Old();")));

    [Fact]
    public Task A_report_that_does_not_come_fails() => Fails("Mismatch between number of diagnostics",
        () => Verify<OldCall>.Reports(After.Replace("New();\n        New();", "[|New|]();")));

    [Fact]
    public Task A_report_at_another_place_fails() => Fails("Expected diagnostic to",
        () => Verify<OldCall>.Reports(Before.Replace("[|Old|]();\n        [|Old|]()", "[|Old()|]")));

    [Fact]
    public Task Code_that_does_not_compile_fails() =>
        Fails("CS0103", () => Verify<OldCall>.Silent(After.Replace("        New();\n        New();", "        Gone();")));

    [Fact]
    public Task A_wrong_message_fails() => Fails("somebody else",
        () => Verify<OldCall>.Reports("class C { void Old() { {|#0:Old|}(); } }", null, Verify<OldCall>.Report(0).WithArguments("somebody else")));

    [Fact]
    public Task A_fix_that_does_something_else_fails() =>
        Fails("content of", () => Verify<OldCall, RenameFix>.Fixes(Before, After.Replace("New();", "/**/ New();")));

    [Fact]
    public Task A_fix_whose_result_does_not_compile_fails() => Fails("CS0103",
        () => Verify<OldCall, RenameFix>.Fixes(Before.Replace("void New() { }", ""), After.Replace("void New() { }", "")));

    [Fact]
    public Task A_fix_that_leaves_the_report_fails() =>
        Fails("Context: ", () => Verify<OldCall, CommentFix>.Fixes(Before, Before.Replace("();\n", "(/**/);\n").Replace("[|", "").Replace("|]", "")));

    [Fact]
    public Task A_fix_that_is_offered_where_none_should_be_fails() => Fails("content of", () => Verify<OldCall, RenameFix>.OffersNoFix(Before));

    [Fact]
    public Task A_fix_with_the_wrong_key_fails() => Fails("content of", () => Verify<OldCall, RenameFix>.Fixes(Before, After, new() { Key = "other" }));

    [Fact]
    public Task A_fix_that_writes_line_feeds_into_a_file_with_carriage_returns_fails()
    {
        Assert.SkipUnless(Engine.IsThorough, "CRLF is tried on the newest Roslyn");
        return Fails("content of", () => Verify<OldCall, LineFeedFix>.Fixes(Before, After.Replace("New();", "New(\n);")));
    }

    [Fact]
    public Task Fix_all_that_differs_from_one_fix_at_a_time_fails() => Fails("Context: Fix all", () => Verify<OldCall, OnlyOneFix>.Fixes(Before, After));

    [Fact]
    public Task An_expectation_of_nothing_is_refused() => Fails("call Silent", () => Verify<OldCall>.Reports(After));

    private static async Task Fails(string because, Func<Task> check)
    {
        var failure = await Assert.ThrowsAsync<InvalidOperationException>(check);
        Assert.Contains(because, failure.Message);
    }

#pragma warning disable RS1036, RS1038, RS1041, RS2008 // not shipped
    [DiagnosticAnalyzer(LanguageNames.CSharp)]
    private sealed class OldCall : Rule
    {
        internal static readonly DiagnosticDescriptor Descriptor =
            Describe.Rule("TEST0001", "Old", "'{0}' is old", "Test", DiagnosticSeverity.Warning, true, "For tests.");

        public OldCall() : base(Descriptor) { }

        private protected override void Register(CompilationStartAnalysisContext start, Facts facts) =>
            start.RegisterOperationAction(context =>
            {
                var call = (IInvocationOperation)context.Operation;
                if (call.TargetMethod.Name == "Old") context.Report(Descriptor, ((InvocationExpressionSyntax)call.Syntax).Expression, "Old");
            }, OperationKind.Invocation);
    }

    private abstract class ReplaceNameFix(Func<IdentifierNameSyntax, ExpressionSyntax> replace) : RuleFix(OldCall.Descriptor)
    {
        private protected override IEnumerable<FixPlan> Plans(FixSite site)
        {
            if (site.Enclosing<IdentifierNameSyntax>() is not { } name) yield break;
            yield return new FixPlan("Call the new one", "TEST0001", editor => Edit(editor, name));
        }

        private protected virtual void Edit(DocumentEditor editor, IdentifierNameSyntax name) =>
            editor.ReplaceNode(name, (current, _) => replace((IdentifierNameSyntax)current).WithTriviaFrom(current));
    }

    private sealed class RenameFix() : ReplaceNameFix(_ => SyntaxFactory.IdentifierName("New"));

    private sealed class CommentFix() : ReplaceNameFix(name => name)
    {
        private protected override void Edit(DocumentEditor editor, IdentifierNameSyntax name) =>
            editor.ReplaceNode(((InvocationExpressionSyntax)name.Parent!).ArgumentList, SyntaxFactory.ParseArgumentList("(/**/)"));
    }

    private sealed class LineFeedFix() : ReplaceNameFix(name => name)
    {
        private protected override void Edit(DocumentEditor editor, IdentifierNameSyntax name) =>
            editor.ReplaceNode(name.Parent!, SyntaxFactory.ParseExpression("New(@\"\n\")"));
    }

    private sealed class OnlyOneFix() : ReplaceNameFix(_ => SyntaxFactory.IdentifierName("New"))
    {
        private protected override void Edit(DocumentEditor editor, IdentifierNameSyntax name)
        {
            if (editor.GetChangedRoot() != editor.OriginalRoot) return;
            base.Edit(editor, name);
        }
    }
}
