// Command pulumi-language-nodejs runs Pulumi programs for the engine in Node.
//
// It stands in for the launcher of the same name that comes with the official CLI and is in no package registry. The
// work is done by the SDK's own entry points in the program's node_modules; this only finds and starts them.
package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"time"

	"github.com/pulumi/pulumi/sdk/v3/go/common/util/rpcutil"
	"github.com/pulumi/pulumi/sdk/v3/go/common/version"
	pulumirpc "github.com/pulumi/pulumi/sdk/v3/proto/go"
	"google.golang.org/grpc"
	"google.golang.org/protobuf/types/known/emptypb"
)

// The SDK's exit code for "failed, and the user has been told why".
const reportedToUser = 32

func main() {
	if len(os.Args) < 2 {
		fmt.Fprintln(os.Stderr, "usage: pulumi-language-nodejs ENGINE-ADDRESS; the Pulumi engine starts it")
		os.Exit(2)
	}
	if err := serve(os.Args[len(os.Args)-1]); err != nil {
		fmt.Fprintln(os.Stderr, "pulumi-language-nodejs:", err)
		os.Exit(1)
	}
}

// serve tells the engine its port on stdout and ends when the engine is gone.
func serve(engine string) error {
	ctx, stop := context.WithCancel(context.Background())
	if err := rpcutil.Healthcheck(ctx, engine, 10*time.Second, stop); err != nil {
		return err
	}
	cancel := make(chan bool)
	go func() { <-ctx.Done(); close(cancel) }()

	handle, err := rpcutil.ServeWithOptions(rpcutil.ServeOptions{
		Cancel: cancel,
		Init: func(server *grpc.Server) error {
			pulumirpc.RegisterLanguageRuntimeServer(server, &host{engine: engine})
			return nil
		},
	})
	if err != nil {
		return err
	}
	fmt.Println(handle.Port)
	return <-handle.Done
}

type host struct {
	pulumirpc.UnimplementedLanguageRuntimeServer
	engine string
}

func (*host) Handshake(
	context.Context, *pulumirpc.LanguageHandshakeRequest,
) (*pulumirpc.LanguageHandshakeResponse, error) {
	return &pulumirpc.LanguageHandshakeResponse{}, nil
}

func (*host) GetPluginInfo(context.Context, *emptypb.Empty) (*pulumirpc.PluginInfo, error) {
	return &pulumirpc.PluginInfo{Version: version.Version}, nil
}

// GetRequiredPlugins names none: the engine looks a provider up when the program first uses it.
func (*host) GetRequiredPlugins(
	context.Context, *pulumirpc.GetRequiredPluginsRequest,
) (*pulumirpc.GetRequiredPluginsResponse, error) {
	return &pulumirpc.GetRequiredPluginsResponse{}, nil
}

func (*host) GetRequiredPackages(
	context.Context, *pulumirpc.GetRequiredPackagesRequest,
) (*pulumirpc.GetRequiredPackagesResponse, error) {
	return &pulumirpc.GetRequiredPackagesResponse{}, nil
}

// Run runs the stack's program. Node is killed when the engine hangs up, which cancels ctx.
func (h *host) Run(ctx context.Context, req *pulumirpc.RunRequest) (*pulumirpc.RunResponse, error) {
	config, err := json.Marshal(req.GetConfig())
	if err != nil {
		return nil, err
	}
	secretKeys, err := json.Marshal(req.GetConfigSecretKeys())
	if err != nil {
		return nil, err
	}
	entry, err := entryPoint(req.GetInfo().GetProgramDirectory(), "run")
	if err != nil {
		return nil, err
	}
	args := []string{
		entry,
		"--monitor", req.GetMonitorAddress(), "--engine", h.engine,
		"--project", req.GetProject(), "--stack", req.GetStack(), "--organization", req.GetOrganization(),
		"--pwd", req.GetPwd(), "--root-directory", req.GetInfo().GetRootDirectory(),
		"--parallel", strconv.Itoa(int(req.GetParallel())),
	}
	if req.GetDryRun() {
		args = append(args, "--dry-run")
	}
	args = append(append(args, req.GetInfo().GetEntryPoint()), req.GetArgs()...)

	node := exec.CommandContext(ctx, "node", args...)
	node.Dir = req.GetPwd()
	node.Stdout, node.Stderr = os.Stdout, os.Stderr
	node.Env = append(os.Environ(),
		"PULUMI_NODEJS_TYPESCRIPT=true",
		"PULUMI_CONFIG="+string(config),
		"PULUMI_CONFIG_SECRET_KEYS="+string(secretKeys))

	var exit *exec.ExitError
	switch err := node.Run(); {
	case err == nil:
		return &pulumirpc.RunResponse{}, nil
	case errors.As(err, &exit) && exit.ExitCode() == reportedToUser:
		return &pulumirpc.RunResponse{Bail: true}, nil
	default:
		return &pulumirpc.RunResponse{Error: fmt.Sprintf("Node, running the program: %v", err)}, nil
	}
}

// RunPlugin runs a policy pack, or a provider that is a folder with a PulumiPlugin.yaml.
func (*host) RunPlugin(req *pulumirpc.RunPluginRequest, stream pulumirpc.LanguageRuntime_RunPluginServer) error {
	program := req.GetInfo().GetProgramDirectory()
	command, folder, args := "run-plugin", req.GetPwd(), append([]string{program}, req.GetArgs()...)
	if req.GetKind() == "analyzer" {
		// A policy pack reads package.json in its working directory.
		command, folder, args = "run-policy-pack", program, append(req.GetArgs(), program)
	}
	entry, err := entryPoint(program, command)
	if err != nil {
		return err
	}
	closer, stdout, stderr, err := rpcutil.MakeRunPluginStreams(stream, false)
	if err != nil {
		return err
	}
	defer func() { _ = closer.Close() }()

	node := exec.CommandContext(stream.Context(), "node", append([]string{entry}, args...)...)
	node.Dir, node.Env = folder, append(os.Environ(), req.GetEnv()...)
	node.Stdout, node.Stderr = stdout, stderr

	var exit *exec.ExitError
	if err := node.Run(); err != nil && !errors.As(err, &exit) {
		return err
	}
	return stream.Send(&pulumirpc.RunPluginResponse{
		Output: &pulumirpc.RunPluginResponse_Exitcode{Exitcode: int32(node.ProcessState.ExitCode())},
	})
}

func (*host) About(ctx context.Context, _ *pulumirpc.AboutRequest) (*pulumirpc.AboutResponse, error) {
	node, err := exec.LookPath("node")
	if err != nil {
		return nil, err
	}
	release, err := exec.CommandContext(ctx, node, "--version").Output()
	if err != nil {
		return nil, err
	}
	return &pulumirpc.AboutResponse{Executable: node, Version: strings.TrimSpace(string(release))}, nil
}

// GetProgramDependencies names none; package-lock.json does.
func (*host) GetProgramDependencies(
	context.Context, *pulumirpc.GetProgramDependenciesRequest,
) (*pulumirpc.GetProgramDependenciesResponse, error) {
	return &pulumirpc.GetProgramDependenciesResponse{}, nil
}

// InstallDependencies installs what the lock file says.
func (*host) InstallDependencies(
	req *pulumirpc.InstallDependenciesRequest, stream pulumirpc.LanguageRuntime_InstallDependenciesServer,
) error {
	closer, stdout, stderr, err := rpcutil.MakeInstallDependenciesStreams(stream, req.GetIsTerminal())
	if err != nil {
		return err
	}
	defer func() { _ = closer.Close() }()

	npm := exec.CommandContext(stream.Context(), "npm", "ci")
	npm.Dir, npm.Stdout, npm.Stderr = req.GetInfo().GetProgramDirectory(), stdout, stderr
	return npm.Run()
}

// entryPoint finds one of the SDK's commands as Node would from the program's folder: there, or in a folder above it.
func entryPoint(program, command string) (string, error) {
	for folder := program; ; folder = filepath.Dir(folder) {
		file := filepath.Join(folder, "node_modules", "@pulumi", "pulumi", "cmd", command, "index.js")
		if _, err := os.Stat(file); err == nil {
			return file, nil
		}
		if folder == filepath.Dir(folder) {
			return "", fmt.Errorf("@pulumi/pulumi is not installed for %s; run `npm ci` in the project", program)
		}
	}
}
