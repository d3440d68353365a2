namespace ArchitectAnalyzers.Core;

// gRPC clients and servers, and the options of SignalR.
internal sealed partial class KnownType
{
    internal static readonly KnownType GrpcClientBaseOfT = new("Grpc.Core.ClientBase`1");
    internal static readonly KnownType GrpcCallOptions = new("Grpc.Core.CallOptions");
    internal static readonly KnownType GrpcStreamWriter = new("Grpc.Core.IAsyncStreamWriter`1");
    internal static readonly KnownType GrpcServerStreamingCall = new("Grpc.Core.AsyncServerStreamingCall`1");
    internal static readonly KnownType GrpcClientStreamingCall = new("Grpc.Core.AsyncClientStreamingCall`2");
    internal static readonly KnownType GrpcDuplexStreamingCall = new("Grpc.Core.AsyncDuplexStreamingCall`2");
    internal static readonly KnownType GrpcChannel = new("Grpc.Net.Client.GrpcChannel");
    internal static readonly KnownType GrpcChannelOptions = new("Grpc.Net.Client.GrpcChannelOptions");
    internal static readonly KnownType GrpcServiceOptions = new("Grpc.AspNetCore.Server.GrpcServiceOptions");
    internal static readonly KnownType HubOptions = new("Microsoft.AspNetCore.SignalR.HubOptions");
}
