package main

import (
	"context"

	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/api/errors"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/client-go/kubernetes"
)

// deleteRemnants deletes what says that programs of the last run still live. Their pods: revived, they would have new
// addresses while everything still believed the old ones; a pod without a controller is revived all the same, because
// nobody would make it again. And their leases: the new leaders would wait a minute for the old ones to expire.
func deleteRemnants(ctx context.Context, client kubernetes.Interface) error {
	pods, err := client.CoreV1().Pods(corev1.NamespaceAll).List(ctx, metav1.ListOptions{})
	if err != nil {
		return err
	}
	now := int64(0)
	for _, pod := range pods.Items {
		if metav1.GetControllerOf(&pod) == nil {
			continue
		}
		err := client.CoreV1().Pods(pod.Namespace).Delete(ctx, pod.Name, metav1.DeleteOptions{GracePeriodSeconds: &now})
		if err != nil && !errors.IsNotFound(err) {
			return err
		}
	}
	leases, err := client.CoordinationV1().Leases(corev1.NamespaceAll).List(ctx, metav1.ListOptions{})
	if err != nil {
		return err
	}
	for _, lease := range leases.Items {
		// The node's own lease is its heartbeat.
		if lease.Namespace == corev1.NamespaceNodeLease {
			continue
		}
		if err := client.CoordinationV1().Leases(lease.Namespace).Delete(ctx, lease.Name, metav1.DeleteOptions{}); err != nil && !errors.IsNotFound(err) {
			return err
		}
	}
	return nil
}
