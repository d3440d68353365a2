using ArchitectAnalyzers.CodeFixes.Api;
using ArchitectAnalyzers.Rules.Api;

namespace ArchitectAnalyzers.Tests.Api;

public class UnlimitedMessageTests
{
    private static string In(string statements) => $$"""
        using Grpc.Net.Client;
        using Microsoft.AspNetCore.SignalR;

        public static class Registration
        {
            private const int Huge = int.MaxValue, Fine = 8 * 1024 * 1024;

            public static void Add(IServiceCollection services, IConfiguration configuration, IHostEnvironment env)
            {
                {{statements}}
            }
        }

        public sealed class Chat : Hub;
        """;

    [Theory]
    [InlineData("services.AddGrpc(options => options.[|MaxReceiveMessageSize|] = null);")]
    [InlineData("services.AddGrpc(options => { options.EnableDetailedErrors = false; options.[|MaxReceiveMessageSize|] = int.MaxValue; });")]
    [InlineData("services.AddGrpc(options => options.[|MaxReceiveMessageSize|] = default);")]
    [InlineData("services.AddGrpc(options => options.[|MaxReceiveMessageSize|] = Huge);")]
    [InlineData("services.AddGrpc(options => options.[|MaxReceiveMessageSize|] = 2000 * 1024 * 1024);")]
    [InlineData("services.AddGrpc().AddServiceOptions<object>(options => options.[|MaxReceiveMessageSize|] = null);")]
    [InlineData("services.Configure<Grpc.AspNetCore.Server.GrpcServiceOptions>(options => options.[|MaxReceiveMessageSize|] = null);")]
    [InlineData("var channel = GrpcChannel.ForAddress(\"https://prices\", new GrpcChannelOptions { [|MaxReceiveMessageSize|] = null });")]
    [InlineData("var channel = GrpcChannel.ForAddress(\"https://prices\", new() { MaxSendMessageSize = null, [|MaxReceiveMessageSize|] = int.MaxValue });")]
    [InlineData("services.AddGrpcClient<object>().ConfigureChannel(options => options.[|MaxReceiveMessageSize|] = null);")]
    [InlineData("services.AddSignalR(options => options.[|MaximumReceiveMessageSize|] = null);")]
    [InlineData("services.AddSignalR(options => { options.[|MaximumReceiveMessageSize|] = long.MaxValue; });")]
    [InlineData("services.AddSignalR(options => { options.[|MaximumReceiveMessageSize|] = int.MaxValue; });")]
    [InlineData("services.AddSignalR(options => { options.[|MaximumReceiveMessageSize|] = 100 * 1024 * 1024; });")]
    [InlineData("services.AddSignalR().AddHubOptions<Chat>(options => options.[|MaximumReceiveMessageSize|] = null);")]
    [InlineData("services.Configure<HubOptions<Chat>>(options => options.[|MaximumReceiveMessageSize|] = null);")]
    public Task Reports_a_limit_that_is_none(string statements) => Verify<UnlimitedMessage>.Reports(In(statements));

    [Theory]
    [InlineData("services.AddGrpc();")]
    [InlineData("services.AddGrpc(options => options.MaxReceiveMessageSize = 16 * 1024 * 1024);")]
    [InlineData("services.AddGrpc(options => options.MaxReceiveMessageSize = Fine);")]
    [InlineData("services.AddGrpc(options => options.MaxSendMessageSize = null);")]
    [InlineData("services.AddGrpc(options => options.MaxReceiveMessageSize = configuration.GetValue<int>(\"a\"));")]
    [InlineData("services.AddGrpc(options => Console.WriteLine(options.MaxReceiveMessageSize == null));")]
    [InlineData("var channel = GrpcChannel.ForAddress(\"https://prices\", new GrpcChannelOptions { MaxReceiveMessageSize = 8_000_000 });")]
    [InlineData("services.AddSignalR();")]
    [InlineData("services.AddSignalR(options => options.MaximumReceiveMessageSize = 64 * 1024);")]
    [InlineData("services.AddSignalR(options => options.MaximumReceiveMessageSize = 1024L * 1024);")]
    [InlineData("services.AddSignalR(options => options.KeepAliveInterval = TimeSpan.MaxValue);")]
    [InlineData("services.AddSignalR(options => options.MaximumReceiveMessageSize = configuration.GetValue<long?>(\"a\"));")]
    [InlineData("var mine = new Mine { MaxReceiveMessageSize = null }; } class Mine { public int? MaxReceiveMessageSize { get; set; } ")]
    [InlineData("services.AddSignalR(options => { if (env.IsDevelopment()) options.MaximumReceiveMessageSize = null; });")]
    public Task Stays_silent(string statements) => Verify<UnlimitedMessage>.Silent(In(statements));

    [Fact]
    public Task Sets_a_limit() => Verify<UnlimitedMessage, UnlimitedMessageFix>.Fixes("""
        using Grpc.Net.Client;

        public static class Registration
        {
            public static void Add(IServiceCollection services)
            {
                services.AddGrpc(options =>
                {
                    // Reports are large.
                    options.[|MaxReceiveMessageSize|] = null; // no limit
                });
                services.AddSignalR(o => o.[|MaximumReceiveMessageSize|] = null);
                using var channel = GrpcChannel.ForAddress("https://prices", new GrpcChannelOptions { [|MaxReceiveMessageSize|] = int.MaxValue });
            }
        }
        """, """
        using Grpc.Net.Client;

        public static class Registration
        {
            public static void Add(IServiceCollection services)
            {
                services.AddGrpc(options =>
                {
                    // Reports are large.
                    options.MaxReceiveMessageSize = 16 * 1024 * 1024; // no limit
                });
                services.AddSignalR(o => o.MaximumReceiveMessageSize = 1024 * 1024);
                using var channel = GrpcChannel.ForAddress("https://prices", new GrpcChannelOptions { MaxReceiveMessageSize = 16 * 1024 * 1024 });
            }
        }
        """, new() { FixAll = false });
}
