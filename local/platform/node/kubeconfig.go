package main

import (
	"os"

	"k8s.io/client-go/tools/clientcmd"
	api "k8s.io/client-go/tools/clientcmd/api"
)

// writeKubeconfig writes the kubeconfig of one client, with its keys inside, 0600. An unchanged one is not
// touched: it is an input of every stack on the instance.
func writeKubeconfig(config *Config, client, server string) error {
	files := map[string][]byte{}
	for _, name := range []string{"ca.crt", client + ".crt", client + ".key"} {
		data, err := os.ReadFile(config.in("pki", name))
		if err != nil {
			return err
		}
		files[name] = data
	}
	name := "cakestack-" + config.Instance
	content := api.Config{
		Clusters:       map[string]*api.Cluster{name: {Server: server, CertificateAuthorityData: files["ca.crt"]}},
		AuthInfos:      map[string]*api.AuthInfo{name: {ClientCertificateData: files[client+".crt"], ClientKeyData: files[client+".key"]}},
		Contexts:       map[string]*api.Context{name: {Cluster: name, AuthInfo: name}},
		CurrentContext: name,
	}
	data, err := clientcmd.Write(content)
	if err != nil {
		return err
	}
	path := config.kubeconfig(client)
	if existing, err := os.ReadFile(path); err == nil && string(existing) == string(data) {
		return nil
	}
	return writeFile(path, data)
}

func (c *Config) kubeconfig(client string) string { return c.in("pki", client+".kubeconfig") }
